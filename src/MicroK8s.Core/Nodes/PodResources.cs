using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>
/// What a pod reserves on its node, as the scheduler counts (kubernetes/component-helpers, resource/helpers.go,
/// <c>PodRequests</c> and <c>PodLimits</c>).
/// </summary>
public static class PodResources
{
    /// <summary>
    /// The requests: those of all containers and sidecars at once, or of an init container that needs more; and the
    /// overhead of the runtime class.
    /// </summary>
    /// <param name="pod">The pod.</param>
    public static ResourceSums RequestsOf(KubeObject pod) =>
        Sum(pod, "requests").Plus(ResourceSums.Read(pod.Json.At("spec", "overhead")));

    /// <summary>
    /// The limits by the same rule. A resource that one of the containers may use without a limit is not in it;
    /// upstream counts such a container as 0, which would look like a bound.
    /// </summary>
    /// <param name="pod">The pod.</param>
    public static ResourceSums LimitsOf(KubeObject pod)
    {
        ResourceSums overhead = ResourceSums.Read(pod.Json.At("spec", "overhead"));
        JsonElement[] running = [.. RunningContainers.Of(pod.Json.At("spec"))];
        ResourceSums sum = Sum(pod, "limits").Where(name =>
            pod.Json.At("spec", "resources", "limits", name) is not null
            || running.All(container => container.At("resources", "limits", name) is not null));
        return sum.Plus(overhead.Where(sum.Has));
    }

    private static ResourceSums Sum(KubeObject pod, string part)
    {
        ResourceSums running = ResourceSums.None;
        foreach (JsonElement container in pod.Json.Items("spec", "containers"))
        {
            running = running.Plus(ResourceSums.Read(container.At("resources", part)));
        }

        ResourceSums sidecars = ResourceSums.None;
        ResourceSums starting = ResourceSums.None;
        foreach (JsonElement container in pod.Json.Items("spec", "initContainers"))
        {
            ResourceSums own = ResourceSums.Read(container.At("resources", part));
            if (SidecarContainer.Is(container)) sidecars = own = sidecars.Plus(own);
            else own = own.Plus(sidecars);
            starting = starting.Max(own);
        }

        // Amounts of the pod as a whole count in place of those of its containers (from Kubernetes 1.32 on).
        return running.Plus(sidecars).Max(starting)
            .OverriddenBy(ResourceSums.Read(pod.Json.At("spec", "resources", part)));
    }
}
