using MicroK8s.Errors;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether a container can be created. A ConfigMap or Secret may be created a moment after the workload that needs
/// it, so its absence must stand for six seconds, and is looked up before the verdict; a security setting that
/// contradicts the image cannot heal. The kubelet records the event when it fails, and the container's status only when
/// it tries again, up to ten seconds later on a busy node, so the event counts until the status names the object.
/// </summary>
internal static class ConfigRules
{
    /// <summary>How long a missing object may stay missing.</summary>
    public static TimeSpan Lateness { get; } = TimeSpan.FromSeconds(6);

    /// <summary>How long a node may be overloaded.</summary>
    public static TimeSpan RuntimeTrouble { get; } = TimeSpan.FromSeconds(30);

    private const string EventPrefix = "Error: ";

    /// <summary>What keeps the container from being created. Null if nothing does.</summary>
    public static RolloutCause? Judge(ContainerView container) => container.Waiting switch
    {
        "CreateContainerConfigError" when Contradicts(container) =>
            Describe(container, container.Waiting, container.WaitingMessage) with { GracePeriod = TimeSpan.Zero },
        "CreateContainerConfigError" or "ContainerCreating" or "PodInitializing"
            when MissingObject.Parse(container.WaitingMessage) is null && LastMissing(container) is { } failed =>
            Describe(container, failed.Reason, WithoutPrefix(failed.Message)),
        "CreateContainerConfigError" or "CreateContainerError" =>
            Describe(container, container.Waiting, container.WaitingMessage),
        "RunContainerError" when RuntimeRules.StartFailure(container) is null =>
            Describe(container, container.Waiting, container.WaitingMessage),
        _ => null,
    };

    /// <summary>
    /// The event that names what is missing. Null if there is none, or if the kubelet got further since. Events have
    /// whole seconds, and the order of two of the same second is not known.
    /// </summary>
    private static PodEvent? LastMissing(ContainerView container)
    {
        PodEvent? failed = container.LastEvent(
            item => item.Reason == "Failed" && MissingObject.Parse(item.Message) is not null);
        return container.Events.All(item => item.LastSeen <= failed?.LastSeen) ? failed : null;
    }

    private static bool Contradicts(ContainerView container) =>
        container.WaitingMessage.Contains("runAsNonRoot", StringComparison.Ordinal);

    private static string WithoutPrefix(string message) =>
        message.StartsWith(EventPrefix, StringComparison.Ordinal) ? message[EventPrefix.Length..] : message;

    private static RolloutCause Describe(ContainerView container, string reason, string said) => container.Cause(
        ClusterFault.ConfigMissing, $"cannot be created: {UntrustedText.Quote(said)}") with
    {
        GracePeriod = RuntimeRules.MayHeal(said) ? RuntimeTrouble : Lateness,
        Needs = MissingObject.Parse(said),
        Event = UntrustedText.Quote($"{reason}: {said}"),
    };
}
