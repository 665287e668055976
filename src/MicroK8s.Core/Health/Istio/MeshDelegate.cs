using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Health.Istio;

/// <summary>
/// The VirtualService that a route leaves its decision to (Istio, <c>HTTPRoute.delegate</c>). One that is missing takes
/// the route away with it (istio/istio, pilot/pkg/model/virtualservice.go, <c>mergeVirtualServicesIfNeeded</c>).
/// </summary>
/// <param name="Route">The route that delegates, by name or index.</param>
/// <param name="Namespace">The namespace of the delegate; that of the route if it names none.</param>
/// <param name="Name">Its name.</param>
internal sealed record MeshDelegate(string Route, string Namespace, string Name)
{
    /// <summary>All delegates of a VirtualService.</summary>
    public static IEnumerable<MeshDelegate> Of(KubeObject virtualService)
    {
        int index = 0;
        foreach (JsonElement route in virtualService.Json.Items("spec", "http"))
        {
            string label = route.Text("name") ?? $"{index}";
            index++;
            if (route.Text("delegate", "name") is not { } name) continue;
            yield return new MeshDelegate(
                label, route.Text("delegate", "namespace") ?? virtualService.Namespace ?? "", name);
        }
    }
}
