using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Workloads;

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

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public WorkloadKind? Kind { get; set; }

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
            IReadOnlyList<KubeObject> found =
                await WorkloadLookup.FindAllAsync(session.Resources, Name[0], scope, Kind, StopToken);
            foreach (KubeObject workload in found) Write(session, workload);
            if (found.Count == 0) Report(await ServiceFaults.FindReasonAsync(session.Resources, Name[0], scope, StopToken));
            return;
        }

        await ListAsync(session, scope);
    }

    private async Task ListAsync(IClusterSession session, string? scope)
    {
        WildcardPattern[] patterns = [.. Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        HashSet<string> missing = new(StringComparer.OrdinalIgnoreCase);
        missing.UnionWith(Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)));
        var query = new WorkloadQuery(scope) { Kind = Kind, LabelSelector = LabelSelector };
        bool isEmpty = true;
        await foreach (KubeObject workload in WorkloadList.ReadAsync(session.Resources, query, Warn, StopToken))
        {
            isEmpty = false;
            if (!patterns.Any(pattern => pattern.IsMatch(workload.Name))) continue;
            missing.Remove(workload.Name);
            Write(session, workload);
        }

        if (isEmpty && scope is not null
            && await ServiceFaults.FindNamespaceFaultAsync(session.Resources, scope, StopToken) is { } fault)
        {
            throw fault;
        }

        foreach (string name in missing) Report(ServiceFaults.NotFound(name, scope));
    }

    private void Warn(ClusterException denied) => WriteWarning(denied.Message);

    private void Write(IClusterSession session, KubeObject workload) => WriteObject(
        MicroServiceRules.Describe(
            workload, session.Context.Name, KubeConfigInUse(), TimeProvider.System.GetUtcNow()));
}
