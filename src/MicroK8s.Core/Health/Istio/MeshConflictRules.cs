using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>VirtualServices that claim the same host; the code is that of <c>istioctl analyze</c>.</summary>
public static class MeshConflictRules
{
    /// <summary>
    /// The conflicts by uid. Sidecars follow only one VirtualService per host; those of gateways are merged
    /// (istio/istio, pkg/config/analysis/analyzers/virtualservice/conflictingmeshgatewayhosts.go).
    /// </summary>
    /// <param name="virtualServices">The VirtualServices.</param>
    public static ILookup<string, HealthProblem> Find(IEnumerable<KubeObject> virtualServices)
    {
        var claims = virtualServices.Where(IsForSidecars)
            .SelectMany(Hosts, (owner, host) => (Owner: owner, Host: host)).Distinct().ToArray();
        return (from one in claims
                join other in claims on one.Host equals other.Host
                where one.Owner.Uid != other.Owner.Uid && SeeEachOther(one.Owner, other.Owner)
                select (one.Owner.Uid, Problem: Conflict(one.Host, other.Owner)))
            .ToLookup(conflict => conflict.Uid, conflict => conflict.Problem);
    }

    private static HealthProblem Conflict(string host, KubeObject other) => new(
        HealthStatus.Unhealthy, $"IST0109: {other} routes the same host {host}; sidecars follow only one of them",
        $"kubectl get virtualservice {other.Name} -n {other.Namespace} -o yaml");

    private static IEnumerable<string> Hosts(KubeObject owner) =>
        owner.Json.Items("spec", "hosts").Select(host => ServiceHost.FullName($"{host}", owner.Namespace));

    /// <summary>No gateway at all means the sidecars.</summary>
    private static bool IsForSidecars(KubeObject owner)
    {
        string[] gateways = [.. owner.Json.Items("spec", "gateways").Select(gateway => $"{gateway}")];
        return gateways.Length == 0 || gateways.Contains("mesh");
    }

    private static bool SeeEachOther(KubeObject one, KubeObject other) =>
        one.Namespace == other.Namespace || (IsExported(one) && IsExported(other));

    private static bool IsExported(KubeObject owner)
    {
        string[] targets = [.. owner.Json.Items("spec", "exportTo").Select(target => $"{target}")];
        return targets.Length == 0 || targets.Any(target => target != ".");
    }
}
