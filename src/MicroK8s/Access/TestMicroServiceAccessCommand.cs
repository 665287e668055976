using System.Management.Automation;
using MicroK8s.Access;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Access;

[Cmdlet(VerbsDiagnostic.Test, "MicroServiceAccess")]
[OutputType(typeof(AccessVerdict), typeof(bool))]
public sealed class TestMicroServiceAccessCommand : NamespacedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Service")]
    [ValidateNotNullOrEmpty]
    [Names("Service")]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] To { get; set; } = [];

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(CallerCompleter))]
    public string? From { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? FromNamespace { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string? Port { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? Method { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? Path { get; set; }

    [Parameter]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string? HostName { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter Quiet { get; set; }

    private protected override async Task ProcessAsync()
    {
        AccessTest.RequireHttp(Method, Path);
        IClusterSession session = await ConnectAsync();
        string space = ResolveNamespace(session);
        string fromSpace = string.IsNullOrEmpty(FromNamespace) ? space : FromNamespace;
        AccessSnapshot read = await AccessReader.ReadAsync(session.Resources, [space, fromSpace], StopToken);
        AccessParty? from = string.IsNullOrEmpty(From) ? null : await FindAsync(session, read, "From", From, fromSpace);
        await ForEachAsync(To, async name =>
        {
            AccessParty to = await FindAsync(session, read, "To", name, space);
            AccessVerdict[] verdicts = [.. AccessTest.Judge(read, from, to, Port, Method, Path, HostName)];
            if (Quiet) WriteObject(verdicts.All(verdict => verdict.Allowed == true));
            else WriteObjects(verdicts.Select(verdict => verdict with
            {
                Context = session.Context.Name,
                KubeConfig = KubeConfigInUse(),
            }));
        });
    }

    private async Task<AccessParty> FindAsync(
        IClusterSession session, AccessSnapshot read, string parameter, string text, string space) =>
        AccessParties.Find(read, parameter, text, space)
            ?? throw await ServiceFaults.FindReasonAsync(session.Resources, text, space, StopToken);
}
