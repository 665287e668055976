namespace MicroK8s.Conventions;

/// <summary>Labels and annotations that the module writes and reads.</summary>
public static class ServiceLabels
{
    /// <summary>The service that a pod belongs to; what Services select by.</summary>
    public const string App = "app";

    /// <summary><c>stable</c> or <c>canary</c>.</summary>
    public const string Track = "track";

    /// <summary>The value of <see cref="Track"/> for the pods that serve by default.</summary>
    public const string Stable = "stable";

    /// <summary>The value of <see cref="Track"/> for the pods that a canary tries out.</summary>
    public const string Canary = "canary";

    /// <summary>The version, as meshes read it.</summary>
    public const string Version = "version";

    /// <summary>The name, as Kubernetes recommends it.</summary>
    public const string RecommendedName = "app.kubernetes.io/name";

    /// <summary>The version, as Kubernetes recommends it.</summary>
    public const string RecommendedVersion = "app.kubernetes.io/version";

    /// <summary>The application that an object is a part of, as Kubernetes recommends it.</summary>
    public const string PartOf = "app.kubernetes.io/part-of";

    /// <summary>Who looks after the object.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>The value of <see cref="ManagedBy"/> on what this module made.</summary>
    public const string Module = "MicroK8s.PowerShell";

    /// <summary>The service whose canary an object was made for.</summary>
    public const string CanaryOf = "microk8s-powershell/canary-of";

    /// <summary>The workload whose metrics an object was made to collect.</summary>
    public const string MonitoringOf = "microk8s-powershell/monitoring-of";

    /// <summary>The annotation that the rollout history shows.</summary>
    public const string ChangeCause = "kubernetes.io/change-cause";

    /// <summary>The version that labels name, the recommended label before that of meshes. Null if none does.</summary>
    /// <param name="labels">Labels of a pod, a template or a workload.</param>
    public static string? VersionIn(IReadOnlyDictionary<string, string> labels) =>
        labels.GetValueOrDefault(RecommendedVersion) ?? labels.GetValueOrDefault(Version);
}
