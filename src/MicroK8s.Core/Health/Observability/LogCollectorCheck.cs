using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Observability;

/// <summary>Whether a log collector runs on every node.</summary>
public sealed class LogCollectorCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "LogCollector";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Observability;

    /// <inheritdoc/>
    public string Summary => "The DaemonSet that collects logs has a ready pod on every node";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ObservabilityCodes.OfLogs;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly string[] Known =
        [
            "fluentd", "fluent-bit", "fluentbit", "promtail", "filebeat", "vector", "alloy", "grafana-agent",
            "logstash", "opentelemetry-collector", "otel-collector", "splunk", "datadog", "elastic-agent",
        ];

        private static readonly HealthList Nodes = new(ResourceTypes.Node);
        private static readonly HealthList DaemonSets = new(ResourceTypes.DaemonSet) { Everywhere = true };

        private readonly List<(HealthTarget Target, int Wanted, int Ready)> _collectors = [];
        private int _nodes;

        public override IReadOnlyList<HealthList> Lists => [Nodes, DaemonSets];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (item.Kind == Nodes.Type.Kind)
            {
                _nodes++;
            }
            else if (IsCollector(item))
            {
                _collectors.Add((
                    HealthTarget.Of(item), item.Json.Count("status", "desiredNumberScheduled"),
                    item.Json.Count("status", "numberReady")));
            }

            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!Lists.All(IsRead)) yield break;
            foreach ((HealthTarget target, int wanted, int ready) in _collectors)
            {
                yield return Judge(target, wanted, ready);
            }

            if (_collectors.Count == 0)
            {
                yield return HealthVerdict.Of(
                    HealthStatus.Skipped, "log collector", "No DaemonSet is known as one: logs may be lost with pods");
            }
        }

        private HealthVerdict Judge(HealthTarget target, int wanted, int ready) => (wanted, ready) switch
        {
            _ when ready < wanted => HealthVerdict.Of(target, new HealthProblem(
                ObservabilityCodes.CollectorMissing, $"It is ready on {ready} of {wanted} nodes",
                $"Get-MicroServicePod {target.Name} -Namespace {target.Namespace}")),
            _ when wanted < _nodes => HealthVerdict.Of(target, new HealthProblem(
                ObservabilityCodes.CollectorMissing, $"It is meant for {wanted} of {_nodes} nodes",
                "Give it tolerations for the taints of the other nodes")),
            _ => new HealthVerdict(HealthStatus.Healthy, target, $"Ready on all {_nodes} nodes"),
        };

        /// <summary>By name or image: nothing else tells what a DaemonSet is for.</summary>
        private static bool IsCollector(KubeObject set) => Known.Any(word =>
            set.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
            || set.Json.Items("spec", "template", "spec", "containers").Any(container =>
                container.Text("image")?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));
    }
}
