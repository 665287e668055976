using MicroK8s.Resources;

namespace MicroK8s.Health.Dns;

/// <summary>What the endpoints of the DNS service mean.</summary>
public static class DnsRules
{
    /// <summary>The label of the DNS service and of its pods.</summary>
    public const string Label = "k8s-app=kube-dns";

    /// <summary>Whether a Service of kube-system is the cluster's DNS.</summary>
    /// <param name="service">The Service.</param>
    public static bool IsDns(KubeObject service) => service.Labels.GetValueOrDefault("k8s-app") == "kube-dns";

    private const string ShowPods = $"Test-ClusterHealth SystemPods: the pods with the label {Label}";

    /// <summary>The verdict on a cluster without the service: its DNS may be somewhere else.</summary>
    public static HealthVerdict Missing { get; } = HealthVerdict.Of(
        HealthTarget.Of("Service", HealthScope.SystemNamespace, "kube-dns"),
        new HealthProblem(
            DnsCodes.Missing,
            $"No Service in {HealthScope.SystemNamespace} has label {Label}: cluster DNS is not installed, or "
            + "elsewhere"));

    /// <summary>The verdict on the service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="ready">How many of its endpoints are ready.</param>
    /// <param name="all">How many there are.</param>
    public static HealthVerdict Judge(HealthTarget service, int ready, int all) => (ready, all) switch
    {
        (0, _) => HealthVerdict.Of(service, new HealthProblem(
            DnsCodes.Down, "It has no ready endpoint: no service name resolves", ShowPods)),
        _ when ready < all => HealthVerdict.Of(service, new HealthProblem(
            DnsCodes.Partly, $"{ready} of {all} endpoints are ready", ShowPods)),
        _ => new HealthVerdict(HealthStatus.Healthy, service, $"Ready endpoints: {ready}"),
    };
}
