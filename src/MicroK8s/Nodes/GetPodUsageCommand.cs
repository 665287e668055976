using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Usage;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(VerbsCommon.Get, "PodUsage")]
[OutputType(typeof(PodUsage))]
public sealed class GetPodUsageCommand : NamespacedCmdlet
{
    /// <summary>Pods that have ended, or not begun, use nothing.</summary>
    private const string Running = "status.phase=Running";

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Pod")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Names("Pod")]
    [ArgumentCompleter(typeof(PodCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    [Parameter]
    public SwitchParameter FromKubelet { get; set; }

    [Parameter]
    public SwitchParameter Watch { get; set; }

    [Parameter]
    [Duration(Shortest = 1, Longest = 3600)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Interval { get; set; } = GetNodeUsageCommand.UsualInterval;

    private protected override async Task ProcessAsync()
    {
        if (AllNamespaces && GivenNamespace is not null)
        {
            throw InvalidInput.Of("Namespace", GivenNamespace, "cannot be given together with -AllNamespaces");
        }

        IClusterSession session = await ConnectAsync();
        string? space = AllNamespaces ? null : ResolveNamespace(session);
        bool isFirst = true;
        while (true)
        {
            await EmitAsync(session, space, isFirst);
            if (!Watch) return;
            if (isFirst) LiftDeadline();
            isFirst = false;
            await Task.Delay(Interval, StopToken);
        }
    }

    private async Task EmitAsync(IClusterSession session, string? space, bool reportsMissing)
    {
        var selection = new NameSelection(Name);
        bool isOne = selection.Names.Count == 1 && space is not null;
        string fields = isOne ? $"{Running},metadata.name={selection.Names[0]}" : Running;
        Task<IReadOnlyDictionary<(string Namespace, string Pod), MeasuredUse>>? measuring =
            FromKubelet ? null : MetricsApi.ReadPodsAsync(session, space, StopToken);
        var pods = new List<KubeObject>();
        var query = new ResourceQuery(ResourceTypes.Pod, space) { FieldSelector = fields };
        await foreach (KubeObject pod in session.Resources.ListAsync(query, StopToken))
        {
            if (!selection.IsMatch(pod.Name)) continue;
            selection.See(pod.Name);
            pods.Add(pod);
        }

        IReadOnlyDictionary<(string Namespace, string Pod), MeasuredUse> used = measuring is not null
            ? await measuring
            : await AskKubeletsAsync(session, pods);
        foreach (KubeObject pod in pods)
        {
            WriteObject(UsageRules.DescribePod(
                pod, used.GetValueOrDefault((pod.Namespace ?? "", pod.Name)),
                FromKubelet ? UsageSource.Kubelet : UsageSource.MetricsApi, session.Context.Name, KubeConfigInUse()));
        }

        if (reportsMissing) await ReportMissingAsync(session, space, selection, pods.Count == 0);
    }

    private async Task<IReadOnlyDictionary<(string Namespace, string Pod), MeasuredUse>> AskKubeletsAsync(
        IClusterSession session, IEnumerable<KubeObject> pods)
    {
        IReadOnlyDictionary<string, KubeletSummary> summaries = await KubeletReader.ReadAsync(
            session, pods.Select(pod => pod.Json.Text("spec", "nodeName") ?? "").Where(node => node.Length > 0),
            Report, StopToken);
        return summaries.Values.SelectMany(summary => summary.Pods)
            .GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.First().Value);
    }

    private async Task ReportMissingAsync(
        IClusterSession session, string? space, NameSelection selection, bool isEmpty)
    {
        if (isEmpty && space is not null
            && await ServiceFaults.FindNamespaceFaultAsync(session.Resources, space, StopToken) is { } fault)
        {
            Report(fault);
            return;
        }

        foreach (string name in selection.Missing)
        {
            string where = space is null ? "" : $" in namespace {space}";
            Report(new ClusterException(
                ClusterFault.ResourceNotFound, $"There is no running pod '{name}'{where}.", name,
                "Get-MicroServicePod lists the pods of services: Get-MicroServicePod web | Get-PodUsage."));
        }
    }
}
