using MicroK8s.Errors;

namespace MicroK8s.Rollouts;

/// <summary>
/// Whether a container can be created. A ConfigMap or Secret may be created a moment after the workload that needs
/// it, so its absence must stand for ten seconds; a security setting that contradicts the image cannot heal.
/// </summary>
internal static class ConfigRules
{
    /// <summary>How long a missing object may stay missing.</summary>
    public static TimeSpan Lateness { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the container runtime may fail, which it also does on a node that is overloaded.</summary>
    public static TimeSpan RuntimeTrouble { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Events that come only after every volume is mounted.</summary>
    private static readonly string[] AfterMount = ["Pulling", "Pulled", "Created", "Started", "Failed", "BackOff"];

    /// <summary>What keeps the container from being created. Null if nothing does.</summary>
    public static RolloutCause? Judge(ContainerView container) => container.Waiting switch
    {
        "CreateContainerConfigError" => Describe(container, Contradicts(container) ? TimeSpan.Zero : Lateness),
        "CreateContainerError" or "RunContainerError" => Describe(container, RuntimeTrouble),
        _ => null,
    };

    /// <summary>
    /// A volume of a missing ConfigMap or Secret, or of a missing key. Null if there is none, or once it is mounted:
    /// the event stays for an hour.
    /// </summary>
    public static RolloutCause? JudgeVolumes(PodView pod)
    {
        PodEvent? mount = pod.Events.LastOrDefault(item => item.Reason == "FailedMount" && NamesMissing(item.Message));
        if (mount is null || pod.Events.Any(item => IsMounted(item, mount))) return null;
        string missing = UntrustedText.Clean(Missing(mount.Message));
        return new RolloutCause(ClusterFault.ConfigMissing, $"pod {pod.Pod.Name} waits for a volume: {missing}")
        {
            Pod = pod.Pod.Name,
            Patience = Lateness,
            Event = mount.ToString(),
        };
    }

    private static bool Contradicts(ContainerView container) =>
        container.WaitingMessage.Contains("runAsNonRoot", StringComparison.Ordinal);

    private static RolloutCause Describe(ContainerView container, TimeSpan patience) => container.Cause(
        ClusterFault.ConfigMissing, $"cannot be created: {UntrustedText.Clean(container.WaitingMessage)}") with
    {
        Patience = patience,
        Event = UntrustedText.Clean($"{container.Waiting}: {container.WaitingMessage}"),
    };

    private static bool NamesMissing(string message) =>
        (message.Contains("configmap", StringComparison.OrdinalIgnoreCase)
            || message.Contains("secret", StringComparison.OrdinalIgnoreCase))
        && (message.Contains("not found", StringComparison.Ordinal)
            || message.Contains("non-existent", StringComparison.Ordinal));

    private static bool IsMounted(PodEvent item, PodEvent mount) =>
        item.LastSeen >= mount.LastSeen && AfterMount.Contains(item.Reason);

    /// <summary>The end of <c>MountVolume.SetUp failed for volume "v" : configmap "x" not found</c>.</summary>
    private static string Missing(string message)
    {
        int cut = message.IndexOf(" : ", StringComparison.Ordinal);
        return cut < 0 ? message : message[(cut + 3)..];
    }
}
