using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Dns;

/// <summary>Whether names of services can be resolved: the DNS service has ready endpoints.</summary>
public sealed class DnsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Dns";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Network;

    /// <inheritdoc/>
    public string Summary => "The DNS service of kube-system has ready endpoints";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => DnsCodes.All;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Services =
            new(ResourceTypes.Service) { Namespace = HealthScope.SystemNamespace };

        private static readonly HealthList Slices = SliceRules.List with { Namespace = HealthScope.SystemNamespace };

        private readonly List<HealthTarget> _services = [];
        private readonly List<(string Service, int Ready, int All)> _slices = [];

        public override IReadOnlyList<HealthList> Lists => [Services, Slices];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (item.Kind == Services.Type.Kind)
            {
                // CoreDNS kept the label, and nearly every distribution too, whatever the name of the service.
                if (DnsRules.IsDns(item)) _services.Add(HealthTarget.Of(item));
            }
            else if (SliceRules.ServiceOf(item) is { } service)
            {
                (int ready, int all) = SliceRules.Count(item);
                _slices.Add((service, ready, all));
            }

            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!Lists.All(IsRead)) yield break;
            foreach (HealthTarget service in _services)
            {
                var mine = _slices.Where(slice => slice.Service == service.Name);
                yield return DnsRules.Judge(service, mine.Sum(slice => slice.Ready), mine.Sum(slice => slice.All));
            }

            if (_services.Count == 0) yield return DnsRules.Missing;
        }
    }
}
