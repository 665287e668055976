using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Inspection;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Inspection;

[Cmdlet(VerbsCommon.Get, "MicroServiceEvent")]
[OutputType(typeof(MicroServiceEvent))]
public sealed class GetMicroServiceEventCommand : MicroServiceQueryCmdlet
{
    // Several pods of one service, piped here, ask for the same events again and again.
    private readonly HashSet<(IClusterSession, string?, WorkloadKind?, string)> _asked = [];
    private readonly HashSet<MicroServiceEvent> _told = [];

    [Parameter]
    [ValidateSet("Normal", "Warning")]
    public string? Type { get; set; }

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan? Since { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServiceQuery query = ReadQuery(session);
        if (!_asked.Add((session, query.Namespace, Kind, string.Join('\n', Name)))) return;
        bool isEmpty = true;
        var events = await EventReader.ReadAsync(
            session.Resources, query, Type is null ? null : $"type={Type}", See, Denied, Unknown, StopToken);
        DateTimeOffset from = Since is { } age ? TimeProvider.System.GetUtcNow() - age : DateTimeOffset.MinValue;
        WriteObjects(
            EventMapper.Group(events, session.Context.Name, KubeConfigInUse())
                .Where(item => item.Last >= from && _told.Add(EventMapper.WhatOf(item))));
        await ReportMissingAsync(session, query, isEmpty);

        void See(string name)
        {
            isEmpty = false;
            Selection.See(name);
        }
    }
}
