using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Network;

/// <summary>What is wrong with a Service.</summary>
public static class ServiceRules
{
    /// <summary>A cloud needs a while to make a load balancer.</summary>
    public static readonly HealthThreshold AddressGrace = HealthThreshold.Time(
        "ServiceAddressGrace", TimeSpan.FromMinutes(5), "How long a LoadBalancer may be without an address");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [AddressGrace];

    /// <summary>What is wrong with a Service.</summary>
    /// <param name="service">The Service with its endpoints.</param>
    /// <param name="isStopped">
    /// Whether a workload behind it is scaled to zero, so that it has no pods on purpose.
    /// </param>
    /// <param name="scope">The time, and the threshold.</param>
    public static IEnumerable<HealthProblem> Judge(ServiceState service, bool isStopped, HealthScope scope)
    {
        if (service.WaitsForAddressSince is { } since && scope.Now - since > scope.TimeOf(AddressGrace))
        {
            yield return new HealthProblem(
                NetworkCodes.NoAddress, $"It has waited {AgeText.Of(scope.Now - since)} for an external address",
                "See whether this cluster has a load balancer controller, or use type ClusterIP or NodePort");
        }

        // Without a selector somebody else makes its endpoints, and may mean to have none.
        if (service.IsExternalName || service.Selector.Count == 0) yield break;

        string labels = LabelSelectors.Text(service.Selector);
        if (service.Endpoints == 0)
        {
            if (isStopped) yield break;
            yield return new HealthProblem(
                NetworkCodes.NoPod, $"No pod has the labels {labels}",
                "Correct the selector or the labels of the pods, or remove the Service");
            yield break;
        }

        if (service.Ready == 0)
        {
            yield return new HealthProblem(
                NetworkCodes.NoReadyEndpoint, $"0 of {service.Endpoints} pods are ready ({labels})",
                $"Test-ClusterHealth Pods -Namespace {service.Namespace}");
        }

        foreach ((string name, int number, string target) in service.Ports.Where(port => !service.Serves(port.Name)))
        {
            yield return new HealthProblem(
                NetworkCodes.PortMissing, $"Port {(name.Length > 0 ? name : number)} leads to port {target}, "
                + "which no container of its pods names",
                $"Name the container's port {target}, or give the number");
        }
    }
}
