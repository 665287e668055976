using System.Globalization;
using System.Text.Json;

namespace MicroK8s.Resources;

/// <summary>
/// The containers that run as long as their pod: those of <c>containers</c>, then the sidecars. In this order a named
/// port is looked for (kubernetes/kubernetes, <c>pkg/api/v1/pod/util.go</c>, <c>FindPort</c>).
/// </summary>
internal static class RunningContainers
{
    /// <summary>The containers.</summary>
    /// <param name="podSpec">The <c>spec</c> of a pod or of a template; what is not there has none.</param>
    public static IEnumerable<JsonElement> Of(JsonElement? podSpec) => Placed(podSpec).Select(item => item.Container);

    /// <summary>Their ports, in the same order.</summary>
    /// <param name="podSpec">The <c>spec</c> of a pod or of a template; what is not there has none.</param>
    public static IEnumerable<JsonElement> PortsOf(JsonElement? podSpec) =>
        Of(podSpec).SelectMany(container => container.Items("ports"));

    /// <summary>The containers, with the place of each in the <c>spec</c>, as <c>initContainers/0</c>.</summary>
    /// <param name="podSpec">The <c>spec</c> of a pod or of a template; what is not there has none.</param>
    public static IEnumerable<(string Place, JsonElement Container)> Placed(JsonElement? podSpec) =>
        List(podSpec, "containers")
            .Concat(List(podSpec, "initContainers").Where(item => SidecarContainer.Is(item.Container)));

    private static IEnumerable<(string Place, JsonElement Container)> List(JsonElement? podSpec, string name) =>
        (podSpec?.Items(name) ?? []).Select((container, index) =>
            (string.Create(CultureInfo.InvariantCulture, $"{name}/{index}"), container));
}
