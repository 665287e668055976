using MicroK8s.Health.Certificates;
using MicroK8s.Health.ControlPlane;
using MicroK8s.Health.Dns;
using MicroK8s.Health.Extensions;
using MicroK8s.Health.Istio;
using MicroK8s.Health.Jobs;
using MicroK8s.Health.Network;
using MicroK8s.Health.Nodes;
using MicroK8s.Health.Observability;
using MicroK8s.Health.Scaling;
using MicroK8s.Health.Storage;
using MicroK8s.Health.Workloads;

namespace MicroK8s.Health.Catalog;

/// <summary>The catalogue: a new check is one class and one line here.</summary>
public static class HealthChecks
{
    /// <summary>The kinds of problem that any check finds, and those of each.</summary>
    public static IEnumerable<HealthCode> Codes =>
        GeneralCodes.All.Concat(All.SelectMany(check => check.Codes)).Distinct()
            .OrderBy(code => code.Id, StringComparer.Ordinal);

    /// <summary>Every check, in the order in which people read about them.</summary>
    public static IReadOnlyList<IHealthCheck> All { get; } =
    [
        new ApiCheck(), new ControlLoopsCheck(), new AggregatedApisCheck(), new DeprecatedApisCheck(),
        new WebhooksCheck(), new CustomResourcesCheck(), new NamespacesCheck(),
        new NodesCheck(),
        new SystemPodsCheck(),
        new DnsCheck(), new ServicesCheck(), new IngressesCheck(), new GatewayApiCheck(),
        new WorkloadsCheck(), new PodsCheck(), new JobsCheck(), new AutoscalersCheck(), new BudgetsCheck(),
        new QuotasCheck(),
        new StorageCheck(),
        new CertificatesCheck(), new TlsSecretsCheck(),
        new IstioCheck(), new IstioConfigCheck(), new TrafficPoliciesCheck(),
        new MetricsCheck(), new MonitorsCheck(), new LogCollectorCheck(), new EventsCheck(),
    ];
}
