using MicroK8s.Conventions;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Spec;

/// <summary>
/// What is wanted of a new microservice. Checked by <see cref="ServiceSpecRules"/>. Null and empty leave a field out
/// of what is sent, so that the server's default holds.
/// </summary>
/// <param name="Name">The name of everything that is made.</param>
/// <param name="Namespace">Where it is made.</param>
/// <param name="Image">What runs.</param>
public sealed record ServiceSpec(string Name, string Namespace, ImageReference Image)
{
    /// <summary>What runs the pods.</summary>
    public WorkloadKind Kind { get; init; }

    /// <summary>How many pods run. Null for one, or for what the autoscaler starts with.</summary>
    public int? Replicas { get; init; }

    /// <summary>The ports. Without any there is no Service: nothing could be sent to it.</summary>
    public IReadOnlyList<PortSpec> Ports { get; init; } = [];

    /// <summary>How the Service is reached, beside its ports.</summary>
    public ExposureSpec Exposure { get; init; } = new();

    /// <summary>What reaches it from outside by HTTP.</summary>
    public IngressSpec Ingress { get; init; } = new();

    /// <summary>Restarts a container that fails it. Null for none.</summary>
    public ProbeSpec? LivenessProbe { get; init; }

    /// <summary>Keeps traffic away from a pod that fails it. Null for none.</summary>
    public ProbeSpec? ReadinessProbe { get; init; }

    /// <summary>Holds the other probes back until it succeeds. Null for none.</summary>
    public ProbeSpec? StartupProbe { get; init; }

    /// <summary>What is reserved, by resource name.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests { get; init; } = new Dictionary<string, Quantity>();

    /// <summary>What may be used at most, by resource name.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits { get; init; } = new Dictionary<string, Quantity>();

    /// <summary>Environment variables, in the order in which they can refer to each other.</summary>
    public IReadOnlyList<EnvironmentVariable> Environment { get; init; } = [];

    /// <summary>ConfigMaps and Secrets whose every key is an environment variable.</summary>
    public IReadOnlyList<EnvironmentSource> EnvironmentSources { get; init; } = [];

    /// <summary>What the container sees in its file system.</summary>
    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];

    /// <summary>Storage of its own for every pod of a StatefulSet.</summary>
    public IReadOnlyList<VolumeClaimSpec> VolumeClaims { get; init; } = [];

    /// <summary>What runs instead of the image's entry point. Empty for the image's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The arguments instead of the image's. Empty for the image's own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Containers that run to their end before the service starts, in order.</summary>
    public IReadOnlyList<InitContainerSpec> InitContainers { get; init; } = [];

    /// <summary>As whom the pods talk to the API. Null for the namespace's default account.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Whether the pods get no token for the API.</summary>
    public bool HasNoServiceAccountToken { get; init; }

    /// <summary>Secrets with the credentials of registries.</summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    /// <summary>
    /// When images are pulled: <c>Always</c>, <c>IfNotPresent</c>, <c>Never</c>. Null for the server's rule.
    /// </summary>
    public string? PullPolicy { get; init; }

    /// <summary>What the pods may do on their node.</summary>
    public SecuritySpec Security { get; init; } = new();

    /// <summary>On which nodes the pods may run.</summary>
    public SchedulingSpec Scheduling { get; init; } = new();

    /// <summary>How a new revision takes over.</summary>
    public UpdateSpec Update { get; init; } = new();

    /// <summary>How the number of pods follows the load. Null if it does not.</summary>
    public AutoscaleSpec? Autoscale { get; init; }

    /// <summary>How many pods a drain must leave. Null if it need not care.</summary>
    public DisruptionBudgetSpec? DisruptionBudget { get; init; }

    /// <summary>Labels beside the module's own, on everything.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations beside the module's own, on everything.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>The type of Service that is made: the one asked for, else the usual one.</summary>
    public string ServiceType => Exposure.Type ?? (
        Exposure.Port is not null || Ports.Any(port => port.NodePort is not null) ? ExposureSpec.NodePort
        : Kind == WorkloadKind.StatefulSet ? ExposureSpec.Headless
        : ExposureSpec.ClusterIP);
}
