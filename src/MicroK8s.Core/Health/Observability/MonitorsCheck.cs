using System.Runtime.CompilerServices;
using MicroK8s.Health.Network;
using MicroK8s.Resources;

namespace MicroK8s.Health.Observability;

/// <summary>Whether monitors of the Prometheus operator find what they look for, and are found themselves.</summary>
public sealed class MonitorsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Monitors";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Observability;

    /// <inheritdoc/>
    public string Summary => "ServiceMonitors and PodMonitors select what has their ports, and a Prometheus takes them";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ObservabilityCodes.OfMonitors;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Monitors = new(ResourceTypes.ServiceMonitor);
        private static readonly HealthList PodMonitors = new(ResourceTypes.PodMonitor);
        private static readonly HealthList Services = new(ResourceTypes.Service) { Everywhere = true };
        private static readonly HealthList Pods = new(ResourceTypes.Pod);
        private static readonly HealthList Servers = new(ResourceTypes.Prometheus) { Everywhere = true };
        private static readonly HealthList Agents = new(ResourceTypes.PrometheusAgent) { Everywhere = true };
        private static readonly HealthList Namespaces = new(ResourceTypes.Namespace);

        private readonly HealthSum _sum = new("monitor", "Selects what has its port");
        private readonly ServiceIndex _index = new();
        private readonly PodIndex _pods = new();
        private readonly List<KubeObject> _monitors = [];
        private readonly List<KubeObject> _servers = [];
        private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _spaces = new(StringComparer.Ordinal);

        public override IReadOnlyList<HealthList> Lists =>
            [Monitors, PodMonitors, Services, Pods, Servers, Agents, Namespaces];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (_index.Take(item) || _pods.Take(item)) return [];
            if (item.Kind == Namespaces.Type.Kind) _spaces[item.Name] = item.Labels;
            else if (item.Kind == Servers.Type.Kind || item.Kind == Agents.Type.Kind) _servers.Add(item);
            else if (Scope.IsUsers(item)) _monitors.Add(item);
            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!IsServed(Monitors) && !IsServed(PodMonitors))
            {
                yield return HealthVerdict.Of(
                    HealthStatus.Skipped, "Prometheus operator",
                    "It is not installed: the server has no ServiceMonitor");
                yield break;
            }

            foreach (KubeObject monitor in _monitors.Where(IsJudged))
            {
                foreach (HealthVerdict verdict in _sum.Count(HealthVerdict.FromProblems(monitor, Judge(monitor))))
                {
                    yield return verdict;
                }
            }

            if (_sum.Verdict(IsRead(Monitors) && IsRead(PodMonitors) && IsRead(Services)) is { } well)
            {
                yield return well;
            }
        }

        /// <summary>No verdict rests on a part of what a monitor may select.</summary>
        private bool IsJudged(KubeObject monitor) => monitor.Kind != PodMonitors.Type.Kind
            ? IsRead(Services)
            : IsRead(Pods) && (Scope.Namespaces.Count == 0 || monitor.Json.At("spec", "namespaceSelector") is null);

        private IEnumerable<HealthProblem> Judge(KubeObject monitor)
        {
            IEnumerable<HealthProblem> problems = monitor.Kind == PodMonitors.Type.Kind
                ? MonitorRules.Judge(monitor, _pods)
                : MonitorRules.Judge(monitor, _index);
            HealthProblem? unselected = IsRead(Servers) && IsRead(Agents)
                ? MonitorRules.Unselected(monitor, _servers, _spaces.GetValueOrDefault(monitor.Namespace ?? ""))
                : null;
            return unselected is null ? problems : problems.Append(unselected);
        }
    }
}
