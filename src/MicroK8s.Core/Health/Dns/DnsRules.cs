using MicroK8s.Resources;

namespace MicroK8s.Health.Dns;

/// <summary>What the endpoints of the DNS service mean.</summary>
public static class DnsRules
{
    /// <summary>The label of the DNS service and of its pods.</summary>
    public const string Label = "k8s-app=kube-dns";

    private const string ShowPods = $"kubectl get pods -n {HealthScope.SystemNamespace} -l {Label}";

    /// <summary>The verdict on a cluster without the service: its DNS may be somewhere else.</summary>
    public static HealthVerdict Missing { get; } = new(
        HealthStatus.Warning, $"Service {HealthScope.SystemNamespace}/kube-dns",
        $"No Service in {HealthScope.SystemNamespace} has label {Label}: cluster DNS is not installed, or elsewhere");

    /// <summary>The verdict on the service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="endpoints">Its endpoints. Null if there are none.</param>
    public static HealthVerdict Judge(KubeObject service, KubeObject? endpoints)
    {
        int ready = Addresses(endpoints, "addresses");
        int notReady = Addresses(endpoints, "notReadyAddresses");
        return (ready, notReady) switch
        {
            (0, _) => new HealthVerdict(
                HealthStatus.Unhealthy, $"{service}", "It has no ready endpoint: no service name resolves", ShowPods),
            (_, 0) => new HealthVerdict(HealthStatus.Healthy, $"{service}", $"Ready endpoints: {ready}"),
            _ => new HealthVerdict(
                HealthStatus.Warning, $"{service}", $"{ready} of {ready + notReady} endpoints are ready", ShowPods),
        };
    }

    private static int Addresses(KubeObject? endpoints, string list) =>
        endpoints?.Json.Items("subsets").Sum(subset => subset.Items(list).Count()) ?? 0;
}
