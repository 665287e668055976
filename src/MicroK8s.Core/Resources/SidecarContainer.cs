using System.Text.Json;

namespace MicroK8s.Resources;

/// <summary>
/// Sidecar containers: they start in the order of the init containers, run on beside the others, and their readiness
/// counts (kubernetes.io, "Sidecar Containers"; from Kubernetes 1.28 on). Istio's proxy may be one.
/// </summary>
internal static class SidecarContainer
{
    /// <summary>Whether an init container is one.</summary>
    /// <param name="initContainer">
    /// An item of <c>spec.initContainers</c>; on other containers the field means something else.
    /// </param>
    public static bool Is(JsonElement initContainer) => initContainer.Text("restartPolicy") == "Always";
}
