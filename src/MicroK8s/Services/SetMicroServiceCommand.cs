using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.Set, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed class SetMicroServiceCommand : WaitingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter]
    public string? Image { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Container { get; set; }

    [Parameter]
    public int? Replicas { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync()
    {
        var wanted = new ServiceChange(
            Image is null ? null : ImageReference.Parse(Image), Container, Replicas,
            PipelineRun.From(System.Environment.GetEnvironmentVariable));
        ServiceChangePlanner.Check(wanted);
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => ChangeAsync(session, name, wanted));
    }

    private async Task ChangeAsync(IClusterSession session, string name, ServiceChange wanted)
    {
        string scope = ResolveNamespace(session);
        var target = new ResourceRef(ResourceTypes.Deployment, scope, name);
        KubeObject deployment =
            await session.Resources.FindAsync(target, StopToken) ?? throw ServiceFaults.NotFound(name, scope);
        ServiceChangePlan plan = ServiceChangePlanner.Plan(deployment, wanted);
        if (plan.Changes.Count == 0)
        {
            WriteVerbose($"Micro service {scope}/{name} is as wanted already; nothing is written.");
        }
        else
        {
            if (!ShouldProcess(plan.Description, $"{plan.Description}\nChange it?", "Set-MicroService")) return;
            deployment = await ServiceUpdate.ApplyAsync(session.Resources, plan, StopToken);
        }

        if (Wait) deployment = await WaitForRolloutAsync(session, deployment);
        if (PassThru) WriteObject(Describe(session, deployment));
    }
}
