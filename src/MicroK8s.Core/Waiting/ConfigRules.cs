using MicroK8s.Errors;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether a container can be created. A ConfigMap or Secret may be created a moment after the workload that needs
/// it, so its absence must stand for six seconds, and is looked up before the verdict; a security setting that
/// contradicts the image cannot heal.
/// </summary>
internal static class ConfigRules
{
    /// <summary>How long a missing object may stay missing.</summary>
    public static TimeSpan Lateness { get; } = TimeSpan.FromSeconds(6);

    /// <summary>How long a node may be overloaded.</summary>
    public static TimeSpan RuntimeTrouble { get; } = TimeSpan.FromSeconds(30);

    /// <summary>What keeps the container from being created. Null if nothing does.</summary>
    public static RolloutCause? Judge(ContainerView container) => container.Waiting switch
    {
        "CreateContainerConfigError" =>
            Describe(container, Contradicts(container) ? TimeSpan.Zero : GracePeriodOf(container)),
        "CreateContainerError" => Describe(container, GracePeriodOf(container)),
        "RunContainerError" when RuntimeRules.StartFailure(container) is null =>
            Describe(container, GracePeriodOf(container)),
        _ => null,
    };

    private static TimeSpan GracePeriodOf(ContainerView container) =>
        RuntimeRules.MayHeal(container.WaitingMessage) ? RuntimeTrouble : Lateness;

    private static bool Contradicts(ContainerView container) =>
        container.WaitingMessage.Contains("runAsNonRoot", StringComparison.Ordinal);

    private static RolloutCause Describe(ContainerView container, TimeSpan gracePeriod) => container.Cause(
        ClusterFault.ConfigMissing, $"cannot be created: {UntrustedText.Quote(container.WaitingMessage)}") with
    {
        GracePeriod = gracePeriod,
        Needs = MissingObject.Parse(container.WaitingMessage),
        Event = UntrustedText.Quote($"{container.Waiting}: {container.WaitingMessage}"),
    };
}
