using System.Runtime.CompilerServices;
using MicroK8s.Health.Network;
using MicroK8s.Resources;

namespace MicroK8s.Health.Observability;

/// <summary>Whether monitors of the Prometheus operator find what they look for.</summary>
public sealed class MonitorsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Monitors";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Observability;

    /// <inheritdoc/>
    public string Summary => "ServiceMonitors select Services that have the ports they name";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ObservabilityCodes.OfMonitors;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Monitors = new(ResourceTypes.ServiceMonitor);
        private static readonly HealthList Services = new(ResourceTypes.Service) { Everywhere = true };

        private readonly HealthSum _sum = new("ServiceMonitor", "Selects a Service with its port");
        private readonly ServiceIndex _index = new();
        private readonly List<KubeObject> _monitors = [];

        public override IReadOnlyList<HealthList> Lists => [Monitors, Services];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (!_index.Take(item) && Scope.IsUsers(item)) _monitors.Add(item);
            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!IsServed(Monitors))
            {
                yield return HealthVerdict.Of(
                    HealthStatus.Skipped, "Prometheus operator",
                    "It is not installed: the server has no ServiceMonitor");
                yield break;
            }

            if (!IsRead(Services)) yield break;
            foreach (KubeObject monitor in _monitors)
            {
                foreach (HealthVerdict verdict in
                    _sum.Count(HealthVerdict.FromProblems(monitor, MonitorRules.Judge(monitor, _index))))
                {
                    yield return verdict;
                }
            }

            if (_sum.Verdict(IsRead(Monitors)) is { } well) yield return well;
        }
    }
}
