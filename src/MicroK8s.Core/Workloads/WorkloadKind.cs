namespace MicroK8s.Workloads;

/// <summary>The kinds of workload that can be a microservice. Their names are those of the API.</summary>
public enum WorkloadKind
{
    /// <summary>Pods without identity, rolled out through ReplicaSets.</summary>
    Deployment,

    /// <summary>Pods with a name, an order and storage of their own.</summary>
    StatefulSet,

    /// <summary>One pod on every node that fits.</summary>
    DaemonSet,
}
