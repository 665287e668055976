using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Commands.Services;
using MicroK8s.Connection;
using MicroK8s.Inspection;
using MicroK8s.Services;

namespace MicroK8s.Commands.Inspection;

[Cmdlet(VerbsCommon.Get, "MicroServiceEvent")]
[OutputType(typeof(MicroServiceEvent))]
public sealed class GetMicroServiceEventCommand : LookingCmdlet
{
    [Parameter]
    [ValidateSet("Normal", "Warning")]
    public string? Type { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? Since { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        ServiceQuery query = ReadQuery(session);
        bool isEmpty = true;
        var events = await EventReader.ReadAsync(
            session.Resources, query, Type is null ? null : $"type={Type}", See, Denied, Unknown, StopToken);
        DateTimeOffset from = Since is { } age ? TimeProvider.System.GetUtcNow() - age : DateTimeOffset.MinValue;
        WriteObject(
            EventReading.Group(events, session.Context.Name, KubeConfigInUse()).Where(item => item.Last >= from),
            enumerateCollection: true);
        await ReportMissingAsync(session, query, isEmpty);

        void See(string name)
        {
            isEmpty = false;
            Selection.See(name);
        }
    }
}
