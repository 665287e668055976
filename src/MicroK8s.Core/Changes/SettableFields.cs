using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>The fields of a workload that can be changed while it lives; some have rules of their own.</summary>
internal static class SettableFields
{
    private const string Affinity = "affinity/nodeAffinity/";
    private const string Security = "securityContext/";

    /// <summary>All fields.</summary>
    public static IReadOnlyList<SettableField> All { get; } =
    [
        new("PullPolicy", FieldPlace.Container, "imagePullPolicy"),
        new("Command", FieldPlace.Container, "command"),
        new("Argument", FieldPlace.Container, "args"),
        new("EnvironmentFrom", FieldPlace.Container, "envFrom"),
        new("Request", FieldPlace.Container, "resources/requests"),
        new("Limit", FieldPlace.Container, "resources/limits"),
        new("LivenessProbe", FieldPlace.Container, "livenessProbe"),
        new("ReadinessProbe", FieldPlace.Container, "readinessProbe"),
        new("StartupProbe", FieldPlace.Container, "startupProbe"),
        new("RunAsNonRoot", FieldPlace.Container, Security + "runAsNonRoot"),
        new("ReadOnlyRootFilesystem", FieldPlace.Container, Security + "readOnlyRootFilesystem"),
        new("RunAsUser", FieldPlace.Container, Security + "runAsUser"),
        new("RunAsGroup", FieldPlace.Container, Security + "runAsGroup"),
        new("AllowPrivilegeEscalation", FieldPlace.Container, Security + "allowPrivilegeEscalation"),
        new("DropCapability", FieldPlace.Container, Security + "capabilities/drop"),
        new("AddCapability", FieldPlace.Container, Security + "capabilities/add"),
        new("SeccompProfile", FieldPlace.Container, Security + "seccompProfile"),
        new("FsGroup", FieldPlace.Pod, Security + "fsGroup"),

        // The second name is an old alias, which the server keeps beside the first.
        new("ServiceAccount", FieldPlace.Pod, "serviceAccountName", "serviceAccount"),
        new("NoServiceAccountToken", FieldPlace.Pod, "automountServiceAccountToken"),
        new("PullSecret", FieldPlace.Pod, "imagePullSecrets"),
        new("Toleration", FieldPlace.Pod, "tolerations"),
        new("NodeSelector", FieldPlace.Pod, "nodeSelector"),
        new("NodeAffinity", FieldPlace.Pod, Affinity + "requiredDuringSchedulingIgnoredDuringExecution"),
        new("NodePreference", FieldPlace.Pod, Affinity + "preferredDuringSchedulingIgnoredDuringExecution"),
        new("Spread", FieldPlace.Pod, "topologySpreadConstraints"),
        new("TerminationGracePeriodSeconds", FieldPlace.Pod, "terminationGracePeriodSeconds"),
        Of("Replicas", "replicas", WorkloadKind.Deployment, WorkloadKind.StatefulSet),
        Of("MinReadySeconds", "minReadySeconds"),
        Of("RevisionHistoryLimit", "revisionHistoryLimit"),
        Of("ProgressDeadlineSeconds", "progressDeadlineSeconds", WorkloadKind.Deployment),
        Of("UpdateStrategy", "strategy/type"),
        Of("MaxSurge", "strategy/rollingUpdate/maxSurge", WorkloadKind.Deployment, WorkloadKind.DaemonSet),
        Of("MaxUnavailable", "strategy/rollingUpdate/maxUnavailable"),
        Of("Partition", "strategy/rollingUpdate/partition", WorkloadKind.StatefulSet),
    ];

    private static SettableField Of(string name, string path, params IReadOnlyList<WorkloadKind> kinds) =>
        new(name, FieldPlace.Workload, path) { Kinds = kinds };
}
