using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Addresses;

/// <summary>Puts together how a Service is found and who answers.</summary>
internal static class ResolutionRules
{
    /// <summary>The resolution of a Service.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="workload">The workload whose pods it selects. Null if none has the name that was asked for.</param>
    /// <param name="scene">What was read beside it.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    public static ServiceResolution Of(
        KubeObject service, KubeObject? workload, ResolutionSnapshot scene, string context, string? kubeConfig)
    {
        string space = service.Namespace ?? "";
        string full = $"{service.Name}.{space}.svc.{scene.ClusterDomain}";
        IReadOnlyList<ServiceEndpoint> endpoints = scene.EndpointsOf(service, full);
        ServiceEndpoint[] ready = [.. endpoints.Where(endpoint => endpoint.IsReady)];

        // These answer whatever externalTrafficPolicy says.
        HashSet<string> nodes = [.. ready.Select(endpoint => endpoint.Node).OfType<string>()];
        string[] addresses = [.. nodes.Order(StringComparer.Ordinal).Select(scene.AddressOf).OfType<string>()];
        return new ServiceResolution(
            workload?.Name ?? service.Name, space, workload is null ? null : WorkloadKinds.Of(workload), service.Name,
            TypeOf(service), ClusterAddresses(service),
            (string[])[service.Name, $"{service.Name}.{space}", $"{service.Name}.{space}.svc", full],
            service.Json.Items("spec", "ports").Select(Port).ToArray(),
            ready, endpoints.Where(endpoint => !endpoint.IsReady).ToArray(),
            scene.Reach.UrlsOf(service)
                .Concat(AddressRules.Outside(service, addresses.Length == 0 ? null : addresses)).Distinct().ToArray(),
            context, kubeConfig);
    }

    private static string TypeOf(KubeObject service)
    {
        string type = service.Json.Text("spec", "type") ?? "ClusterIP";
        return type == "ClusterIP" && service.Json.Text("spec", "clusterIP") == "None" ? "Headless" : type;
    }

    /// <summary>Kubernetes 1.20 tells the second address of a dual-stack Service only in the list.</summary>
    private static string[] ClusterAddresses(KubeObject service)
    {
        if (service.Json.Text("spec", "externalName") is { } alias) return [alias];
        string[] listed =
            [.. service.Json.Items("spec", "clusterIPs").Select(item => item.Text()).OfType<string>()];
        IEnumerable<string> all = listed.Length > 0 ? listed : [service.Json.Text("spec", "clusterIP") ?? ""];
        return all.Where(address => address is not ("None" or "")).ToArray();
    }

    private static ServicePort Port(JsonElement port) => new(
        port.Text("name") is { Length: > 0 } name ? name : null, port.Count("port"),
        port.Text("targetPort") ?? $"{port.Count("port")}",
        port.Count("nodePort") is > 0 and int number ? number : null, port.Text("protocol") ?? "TCP");
}
