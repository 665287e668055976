using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Access;

/// <summary>What is kept of a pod: pods are many and large, so their JSON goes page by page.</summary>
internal sealed record AccessPod(AccessParty Party, (string Kind, string Name)? Owner)
{
    /// <summary>The container of a sidecar, also where it is an init container that goes on (istio.io).</summary>
    private const string Sidecar = "istio-proxy";

    private const string Redirection = "ambient.istio.io/redirection";

    /// <summary>Reads a pod. Null if it has ended: it calls nobody and answers nobody.</summary>
    /// <param name="pod">The pod.</param>
    public static AccessPod? Of(KubeObject pod)
    {
        if (pod.Json.Text("status", "phase") is "Succeeded" or "Failed") return null;
        AccessParty party = AccessParties.OfTemplate(new AccessParty("Pod", pod.Namespace, pod.Name), pod.Json) with
        {
            Labels = pod.Labels,
            Addresses = [.. pod.Json.Items("status", "podIPs").Select(item => item.Text("ip") ?? "")],
            Proxy = HasSidecar(pod.Json.At("spec") ?? default) ? MeshProxy.Sidecar
                : pod.Annotations.GetValueOrDefault(Redirection) == "enabled" ? MeshProxy.Ambient
                : MeshProxy.None,
        };
        return new AccessPod(party, OwnerOf(pod));
    }

    /// <summary>Whether the spec of a pod has a sidecar.</summary>
    public static bool HasSidecar(System.Text.Json.JsonElement spec) => spec.Items("containers")
        .Concat(spec.Items("initContainers")).Any(container => container.Text("name") == Sidecar);

    private static (string Kind, string Name)? OwnerOf(KubeObject pod) => pod.Controller.Text("kind") switch
    {
        "ReplicaSet" when WorkloadPods.DeploymentOf(pod) is { } name => ("Deployment", name),
        "StatefulSet" or "DaemonSet" => (pod.Controller.Text("kind")!, pod.Controller.Text("name") ?? ""),
        _ => null,
    };
}
