using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>The order in which objects of a set may need each other.</summary>
public static class ManifestOrder
{
    /// <summary>Kinds from what nothing else needs to exist for, to what needs most. Others come after them.</summary>
    private static readonly string[][] Ranks =
    [
        ["Namespace"],
        ["CustomResourceDefinition"],
        ["PriorityClass", "StorageClass", "RuntimeClass", "IngressClass"],
        ["ResourceQuota", "LimitRange", "PodSecurityPolicy", "NetworkPolicy"],
        ["ServiceAccount"],
        ["ClusterRole", "Role"],
        ["ClusterRoleBinding", "RoleBinding"],
        ["Secret", "ConfigMap"],
        ["PersistentVolume"],
        ["PersistentVolumeClaim"],
        ["Service", "Endpoints", "EndpointSlice"],
        ["DaemonSet", "StatefulSet", "Deployment", "ReplicaSet", "ReplicationController", "Pod", "Job", "CronJob"],
        ["PodDisruptionBudget", "HorizontalPodAutoscaler", "Ingress", "APIService"],
    ];

    /// <summary>Kinds that, once there, have a say in every later write.</summary>
    private static readonly string[] Last =
    [
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
        "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    ];

    /// <summary>When a kind is made.</summary>
    /// <param name="type">The kind.</param>
    public static int RankOf(ResourceType type) => RankOf(type.Group, type.Kind);

    /// <summary>When a kind is made; kinds of the same rank keep the order of the input.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="kind">The kind.</param>
    public static int RankOf(string group, string kind)
    {
        if (!ApiGroups.IsBuiltIn(group)) return Ranks.Length;
        if (Last.Contains(kind)) return Ranks.Length + 1;
        int rank = Array.FindIndex(Ranks, kinds => kinds.Contains(kind));
        return rank >= 0 ? rank : Ranks.Length;
    }
}
