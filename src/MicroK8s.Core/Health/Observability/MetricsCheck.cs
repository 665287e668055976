using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Observability;

/// <summary>Whether the metrics API knows every node.</summary>
public sealed class MetricsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Metrics";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Observability;

    /// <inheritdoc/>
    public string Summary => "The metrics API is there and has values of every ready node";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ObservabilityCodes.OfMetrics;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Nodes = new(ResourceTypes.Node);
        private static readonly HealthList Metrics =
            new(ResourceTypes.NodeMetrics) { Older = ResourceTypes.NodeMetricsBeta };


        private readonly List<HealthTarget> _ready = [];
        private readonly HashSet<string> _measured = new(StringComparer.Ordinal);

        public override IReadOnlyList<HealthList> Lists => [Nodes, Metrics];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (item.Kind == Metrics.Type.Kind) _measured.Add(item.Name);
            else if (item.Condition("Ready").Text("status") == "True") _ready.Add(HealthTarget.Of(item));
            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!IsServed(Metrics))
            {
                yield return HealthVerdict.Of(
                    HealthStatus.Skipped, "metrics API",
                    "It is not installed: neither autoscalers nor Get-NodeUsage have values");
                yield break;
            }

            if (!Lists.All(IsRead)) yield break;
            var sum = new HealthSum("node", "Has metrics");
            foreach (HealthTarget node in _ready)
            {
                IEnumerable<HealthVerdict> missing = _measured.Contains(node.Name!)
                    ? []
                    :
                    [
                        HealthVerdict.Of(node, new HealthProblem(
                            ObservabilityCodes.NodeWithoutMetrics, "The metrics API does not know it",
                            "Read the log of the metrics server: it names the nodes that it cannot reach")),
                    ];
                foreach (HealthVerdict verdict in sum.Count(missing)) yield return verdict;
            }

            if (sum.Verdict(isComplete: true) is { } well) yield return well;
        }
    }
}
