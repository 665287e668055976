using System.Management.Automation;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Usage;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(VerbsCommon.Get, "QuotaUsage")]
[OutputType(typeof(QuotaUsage))]
public sealed class GetQuotaUsageCommand : NamespacedCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string[]))]
    public string[] Resource { get; set; } = ["*"];

    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (AllNamespaces && GivenNamespace is not null)
        {
            throw InvalidInput.Of("Namespace", GivenNamespace, "cannot be given together with -AllNamespaces");
        }

        IClusterSession session = await ConnectAsync();
        string? space = AllNamespaces ? null : ResolveNamespace(session);
        var selection = new NameSelection(Resource);
        Task<IReadOnlyList<KubeObject>> ranges = session.Resources.ReadAllAsync(
            new ResourceQuery(ResourceTypes.LimitRange, space), StopToken);
        bool isEmpty = true;
        await foreach (KubeObject quota in session.Resources.ListAsync(
            new ResourceQuery(ResourceTypes.ResourceQuota, space), StopToken))
        {
            Emit(QuotaRules.OfQuota(quota, session.Context.Name, KubeConfigInUse()));
        }

        foreach (KubeObject range in await ranges)
        {
            Emit(QuotaRules.OfLimitRange(range, session.Context.Name, KubeConfigInUse()));
        }

        if (!isEmpty) return;
        if (space is not null
            && await ServiceFaults.FindNamespaceFaultAsync(session.Resources, space, StopToken) is { } fault)
        {
            throw fault;
        }

        WriteVerbose($"There is no ResourceQuota and no LimitRange{(space is null ? "" : $" in namespace {space}")}.");

        void Emit(IEnumerable<QuotaUsage> records)
        {
            isEmpty = false;
            WriteObjects(records.Where(record => selection.IsMatch(record.Resource)));
        }
    }
}
