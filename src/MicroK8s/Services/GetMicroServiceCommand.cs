using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.Get, "MicroService")]
[OutputType(typeof(MicroService))]
public sealed class GetMicroServiceCommand : NamespacedCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LabelSelector { get; set; }

    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (AllNamespaces && GivenNamespace is not null)
        {
            throw InvalidInput.Of("Namespace", GivenNamespace, "cannot be given together with -AllNamespaces");
        }

        IClusterSession session = await ConnectAsync();
        string? scope = AllNamespaces ? null : ResolveNamespace(session);
        bool isOne = Name.Length == 1 && !WildcardPattern.ContainsWildcardCharacters(Name[0]);
        if (isOne && scope is not null && LabelSelector is null)
        {
            var target = new ResourceRef(ResourceTypes.Deployment, scope, Name[0]);
            KubeObject? found = await session.Resources.FindAsync(target, StopToken);
            if (found is null) Report(ServiceFaults.NotFound(Name[0], scope));
            else Write(session, found);
            return;
        }

        await ListAsync(session, scope);
    }

    private async Task ListAsync(IClusterSession session, string? scope)
    {
        WildcardPattern[] patterns = [.. Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        HashSet<string> missing = new(StringComparer.OrdinalIgnoreCase);
        missing.UnionWith(Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)));
        var query = new ResourceQuery(ResourceTypes.Deployment, scope) { LabelSelector = LabelSelector };
        await foreach (KubeObject deployment in session.Resources.ListAsync(query, StopToken))
        {
            if (!patterns.Any(pattern => pattern.IsMatch(deployment.Name))) continue;
            missing.Remove(deployment.Name);
            Write(session, deployment);
        }

        foreach (string name in missing) Report(ServiceFaults.NotFound(name, scope));
    }

    private void Write(IClusterSession session, KubeObject deployment) => WriteObject(
        MicroServiceRules.Describe(
            deployment, session.Context.Name, KubeConfigInUse(), TimeProvider.System.GetUtcNow()));
}
