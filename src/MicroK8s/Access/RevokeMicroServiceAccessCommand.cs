using System.Management.Automation;
using MicroK8s.Access.Grants;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Updates;

namespace MicroK8s.Commands.Access;

[Cmdlet(
    VerbsSecurity.Revoke, "MicroServiceAccess", DefaultParameterSetName = ByCaller, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokeMicroServiceAccessCommand : NamespacedCmdlet
{
    private const string ByCaller = "Caller";
    private const string ForEveryone = "Everyone";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Service")]
    [ValidateNotNullOrEmpty]
    [Names("Service")]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] To { get; set; } = [];

    [Parameter(ParameterSetName = ByCaller, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ExactType(typeof(string[]))]
    [ArgumentCompleter(typeof(CallerCompleter))]
    public string[] From { get; set; } = [];

    [Parameter(ParameterSetName = ByCaller)]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? FromNamespace { get; set; }

    [Parameter(ParameterSetName = ForEveryone, Mandatory = true)]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter Everyone { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter KeepClosed { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync()
    {
        AccessGrants.RequireCaller(From, Everyone);
        if (KeepClosed && Force)
        {
            throw InvalidInput.Of(
                nameof(KeepClosed), KeepClosed, "cannot be given together with -Force",
                "-Force opens the service to everyone; with -KeepClosed answer the question, or use -Confirm:$false.");
        }

        IClusterSession session = await ConnectAsync();
        await ForEachAsync(To, name => RevokeAsync(session, name), nameof(To));
    }

    private async Task RevokeAsync(IClusterSession session, string name)
    {
        string space = ResolveNamespace(session);
        string fromSpace = string.IsNullOrEmpty(FromNamespace) ? space : FromNamespace;
        (string to, string[] from) = AccessGrants.NamesOf(name, From);
        var request = new AccessRevocationRequest(space, to, fromSpace, new NameSelection(from).IsMatch)
        {
            From = string.Join(", ", from), All = from.Contains("*"), Everyone = Everyone, KeepClosed = KeepClosed,
            Force = Force,
        };
        AccessChangePlan plan = await AccessGrants.PlanAsync(session, request, StopToken);
        ChangeSet change = await plan.PreviewAsync(session.Resources, StopToken);
        if (!AgreeToRemove(change.Description, change.Warnings, Force)) return;
        await WriteAsync(Unstopped(change), () => ChangeSetRun.ApplyAsync(session.Resources, change.Writes));
    }
}
