using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Nodes;

/// <summary>Whether nodes are ready, without pressure, open for pods, in touch and of a version that fits.</summary>
public sealed class NodesCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Nodes";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Nodes;

    /// <inheritdoc/>
    public string Summary =>
        "Nodes are ready, without pressure, not cordoned, heard of, and of a version that the API server supports";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => NodeCodes.All;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => NodeRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    /// <summary>A node and its lease come by different lists, so those that seem well are judged at the end.</summary>
    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Nodes = new(ResourceTypes.Node);
        private static readonly HealthList Leases = new(ResourceTypes.Lease) { Namespace = "kube-node-lease" };

        private readonly HealthSum _sum = new("node", "Ready, no pressure, version fits");
        private readonly List<HealthTarget> _seemWell = [];
        private readonly Dictionary<string, DateTimeOffset> _heartbeats = new(StringComparer.Ordinal);

        public override IReadOnlyList<HealthList> Lists => [Leases, Nodes];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (item.Kind == Leases.Type.Kind)
            {
                if (item.Json.Time("spec", "renewTime") is { } renewed) _heartbeats[item.Name] = renewed;
                return [];
            }

            var target = HealthTarget.Of(item);
            HealthVerdict[] wrong =
                [.. HealthVerdict.FromProblems(target, NodeRules.Judge(item, Scope.ServerVersion))];
            if (wrong.Length > 0) return _sum.Count(wrong);
            _seemWell.Add(target);
            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            foreach (HealthVerdict verdict in _seemWell.SelectMany(node => _sum.Count(JudgeHeartbeat(node))))
            {
                yield return verdict;
            }

            if (_sum.Verdict(IsRead(Nodes)) is { } well) yield return well;
        }

        private IEnumerable<HealthVerdict> JudgeHeartbeat(HealthTarget node) =>
            _heartbeats.TryGetValue(node.Name!, out DateTimeOffset renewed)
            && NodeRules.JudgeHeartbeat(Scope.Now - renewed, Scope) is { } problem
                ? [HealthVerdict.Of(node, problem)]
                : [];
    }
}
