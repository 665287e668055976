using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Addresses;

/// <summary>Reads the endpoints of a Service, from EndpointSlices or from the older Endpoints.</summary>
internal static class EndpointRules
{
    /// <summary>The endpoints of slices. One that does not tell is ready (kubernetes/api, discovery/v1).</summary>
    /// <param name="slices">The slices of a Service, of <c>discovery.k8s.io/v1</c> or <c>v1beta1</c>.</param>
    /// <param name="domain">What follows the hostname in the name of an endpoint.</param>
    public static IReadOnlyList<ServiceEndpoint> OfSlices(IEnumerable<KubeObject> slices, string domain) => Sort(
        slices.SelectMany(slice => slice.Json.Items("endpoints")).SelectMany(endpoint =>
            endpoint.Items("addresses").Select(address => new ServiceEndpoint(
                address.Text() ?? "", PodOf(endpoint),
                endpoint.Text("nodeName") ?? endpoint.Text("topology", "kubernetes.io/hostname"),
                endpoint.At("conditions", "ready") is not { ValueKind: JsonValueKind.False },
                Name(endpoint, domain)))));

    /// <summary>The endpoints of an Endpoints object.</summary>
    /// <param name="endpoints">The object. Null for none.</param>
    /// <param name="domain">What follows the hostname in the name of an endpoint.</param>
    public static IReadOnlyList<ServiceEndpoint> OfEndpoints(KubeObject? endpoints, string domain)
    {
        if (endpoints is null) return [];
        JsonElement[] subsets = [.. endpoints.Json.Items("subsets")];
        return Sort(
            subsets.SelectMany(subset => Read(subset, "addresses", isReady: true))
                .Concat(subsets.SelectMany(subset => Read(subset, "notReadyAddresses", isReady: false))));

        IEnumerable<ServiceEndpoint> Read(JsonElement subset, string list, bool isReady) =>
            subset.Items(list).Select(address => new ServiceEndpoint(
                address.Text("ip") ?? "", PodOf(address), address.Text("nodeName"), isReady, Name(address, domain)));
    }

    private static string? PodOf(JsonElement endpoint) =>
        endpoint.Text("targetRef", "kind") == "Pod" ? endpoint.Text("targetRef", "name") : null;

    private static string? Name(JsonElement endpoint, string domain) =>
        endpoint.Text("hostname") is { Length: > 0 } hostname ? $"{hostname}.{domain}" : null;

    /// <summary>An endpoint may be in several slices; ready in one of them is ready.</summary>
    private static IReadOnlyList<ServiceEndpoint> Sort(IEnumerable<ServiceEndpoint> endpoints) =>
    [
        .. endpoints.OrderByDescending(endpoint => endpoint.IsReady)
            .DistinctBy(endpoint => (endpoint.Address, endpoint.Pod))
            .OrderBy(endpoint => endpoint.Pod, StringComparer.Ordinal)
            .ThenBy(endpoint => endpoint.Address, StringComparer.Ordinal),
    ];
}
