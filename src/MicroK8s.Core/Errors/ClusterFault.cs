namespace MicroK8s.Errors;

/// <summary>
/// What went wrong. The name of a fault is the error id that scripts match on, so a name is never reused or renamed.
/// </summary>
public enum ClusterFault
{
    /// <summary>An object does not exist (HTTP 404).</summary>
    ResourceNotFound,

    /// <summary>The namespace does not exist; checked before a write so that the answer names it.</summary>
    NamespaceNotFound,

    /// <summary>The rollout history has no such revision, or none before the current one.</summary>
    RevisionNotFound,

    /// <summary>The traffic rule or destination rule has no such subset.</summary>
    SubsetNotFound,

    /// <summary>No traffic rule routes to the service.</summary>
    RouteNotFound,

    /// <summary>No request comes to the route, so its weights change nothing.</summary>
    RouteUnreachable,

    /// <summary>An object of this name is already there (HTTP 409, reason AlreadyExists).</summary>
    AlreadyExists,

    /// <summary>
    /// Somebody else changed the object meanwhile, also after the bounded number of retries (HTTP 409).
    /// </summary>
    Conflict,

    /// <summary>The input breaks a rule of the module or of the server (HTTP 400, 422).</summary>
    InvalidSpec,

    /// <summary>The server has no such kind of object: its CRD is not installed, or the server is too old.</summary>
    KindNotSupported,

    /// <summary>The server does not accept the credentials (HTTP 401).</summary>
    NotAuthenticated,

    /// <summary>The user may not do this (HTTP 403); the message names verb, resource and namespace.</summary>
    AccessDenied,

    /// <summary>The client certificate of the kubeconfig is past its end.</summary>
    CertificateExpired,

    /// <summary>The credential plugin of the kubeconfig is missing, failed or took too long.</summary>
    CredentialPluginFailed,

    /// <summary>
    /// No answer in time: connection refused, name unknown, TLS refused, 5xx, 429 after retries, or silence.
    /// </summary>
    Unreachable,

    /// <summary>Something answers, but it is not a Kubernetes API server.</summary>
    NotKubernetes,

    /// <summary>
    /// An answer is larger, longer or nested deeper than any that a Kubernetes API server gives; it was not read on.
    /// </summary>
    AnswerTooLarge,

    /// <summary>No kubeconfig was found where kubectl would look, nor a service account of a pod.</summary>
    KubeConfigNotFound,

    /// <summary>The kubeconfig is not valid YAML, or lacks what the context refers to.</summary>
    InvalidKubeConfig,

    /// <summary>The kubeconfig has no such context, or names no current one.</summary>
    ContextNotFound,

    /// <summary>An image cannot be pulled and will not be without a change.</summary>
    ImagePullFailed,

    /// <summary>A container ends again and again.</summary>
    ContainerCrashed,

    /// <summary>
    /// A container cannot be created: a ConfigMap, Secret, key, mount or security setting is missing or wrong.
    /// </summary>
    ConfigMissing,

    /// <summary>A container runs, but its probe keeps failing.</summary>
    ProbeFailed,

    /// <summary>An init container fails or hangs.</summary>
    InitContainerFailed,

    /// <summary>No node fits a pod.</summary>
    Unschedulable,

    /// <summary>A ResourceQuota forbids the pods.</summary>
    QuotaExceeded,

    /// <summary>The server refuses to create the pods: a LimitRange, a policy or an admission webhook.</summary>
    PodRejected,

    /// <summary>The server's own deadline (<c>progressDeadlineSeconds</c>) passed.</summary>
    DeadlineExceeded,

    /// <summary>The caller's time-out passed before a verdict was certain.</summary>
    RolloutTimeout,

    /// <summary>The rollout is paused, so it neither proceeds nor can be undone.</summary>
    RolloutPaused,

    /// <summary>A newer rollout overtook the one waited for.</summary>
    Superseded,

    /// <summary>The workload was deleted while it was waited for.</summary>
    WorkloadDeleted,

    /// <summary>A Job has failed for good: its own limits of tries or time are used up.</summary>
    JobFailed,

    /// <summary>A subset that is to get traffic has no ready pod.</summary>
    SubsetNotReady,

    /// <summary>Several routes lead to the service, and none was named.</summary>
    AmbiguousRoute,

    /// <summary>The route leads to more destinations than stable and canary.</summary>
    ThirdDestination,

    /// <summary>Several workloads of different kinds have the name, and none was chosen by its kind.</summary>
    AmbiguousWorkload,

    /// <summary>A controller owns the object and would revert the change.</summary>
    OwnedByController,

    /// <summary>Routes or callers still lead to what is to be removed, or closed to them.</summary>
    ReceivesTraffic,

    /// <summary>A canary did not pass a gate; all canaries were rolled back.</summary>
    GateFailed,

    /// <summary>A gate could not decide whether a canary passes; all canaries were rolled back.</summary>
    GateInconclusive,

    /// <summary>
    /// What is to be removed or changed is the cluster's own, was made by others, or keeps others out: only -Force, or
    /// another named parameter, does it.
    /// </summary>
    ProtectedObject,

    /// <summary>A change stopped halfway; the message says exactly what remains.</summary>
    PartialFailure,

    /// <summary>A line that a command in a container wrote to standard error; tells nothing of its exit code.</summary>
    CommandError,

    /// <summary>A command in a container ended with an exit code other than 0.</summary>
    CommandFailed,

    /// <summary>A container has no such program, or may not run it.</summary>
    CommandNotFound,

    /// <summary>A service has no pod that is ready to be used.</summary>
    NoReadyPod,

    /// <summary>Nothing answers at the port of a pod, or the local port cannot be opened.</summary>
    PortForwardFailed,

    /// <summary>Pods that cannot be evicted stay on a node that is drained; the node stays cordoned.</summary>
    DrainBlocked,

    /// <summary>The cluster does not serve the metrics API, so use is unknown.</summary>
    MetricsUnavailable,
}
