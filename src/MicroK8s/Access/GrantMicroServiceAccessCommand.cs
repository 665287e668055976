using System.Management.Automation;
using MicroK8s.Access.Grants;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Access;

[Cmdlet(
    VerbsSecurity.Grant, "MicroServiceAccess", DefaultParameterSetName = ByCaller, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AccessGrant))]
public sealed class GrantMicroServiceAccessCommand : NamespacedCmdlet
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
    [ExactType(typeof(string[]))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string[]? Method { get; set; }

    [Parameter]
    [ExactType(typeof(string[]))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public string[]? Path { get; set; }

    [Parameter]
    [ExactType(typeof(string[]))]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string[]? Port { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter Network { get; set; }

    [Parameter]
    [ExactType(typeof(SwitchParameter))]
    public SwitchParameter Mesh { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync()
    {
        AccessGrants.RequireCaller(From, Everyone);
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(To, name => GrantAsync(session, name), nameof(To));
    }

    private async Task GrantAsync(IClusterSession session, string name)
    {
        if (From.FirstOrDefault(WildcardPattern.ContainsWildcardCharacters) is { } pattern)
        {
            throw Wildcard(pattern, nameof(From));
        }

        string space = ResolveNamespace(session);
        AccessChangePlan plan = await AccessGrants.PlanAsync(
            session, (space, name), (string.IsNullOrEmpty(FromNamespace) ? space : FromNamespace, From),
            (to, from) => new AccessGrantRequest(to, from)
            {
                Methods = Method ?? [], Paths = Path ?? [], Ports = Port ?? [], Network = Network, Mesh = Mesh,
                Everyone = Everyone, Force = Force,
            },
            StopToken);
        if (plan.IsEmpty)
        {
            foreach (string warning in plan.Warnings) WriteWarning(warning);
            WriteVerbose($"{plan.Title}: it is so already; nothing is written.");
        }
        else if (await ChangeAsync(session, await plan.PreviewAsync(session.Resources, StopToken)) is null)
        {
            return;
        }

        if (PassThru) WriteObjects(plan.Grants);
    }
}
