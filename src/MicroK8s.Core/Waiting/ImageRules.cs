using MicroK8s.Errors;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether an image will ever be here. Certain at once: a name that is no image name, an image that may not be
/// pulled (<c>imagePullPolicy: Never</c>), and an answer of the registry that says no such image or no access.
/// Anything else (a registry that is down, a name that does not resolve) may heal and is certain at the second failed
/// pull: <c>ImagePullBackOff</c> alone is shown after the first. The count is told by an event, and as a busy kubelet
/// drops events, a minute of failing stands for it: the kubelet tries again after 10, 20 and 40 seconds. A throttled
/// pull is never certain.
/// The reasons are those of kubernetes/kubernetes, pkg/kubelet/images/types.go.
/// </summary>
internal static class ImageRules
{
    /// <summary>By then more than two pulls have failed.</summary>
    public static TimeSpan SeveralPulls { get; } = TimeSpan.FromSeconds(60);

    /// <summary>What registries and containerd say when another try gives the same answer.</summary>
    private static readonly string[] Refusals =
    [
        "denied", "unauthorized", "authorization failed", "authentication required", "no basic auth credentials",
        "401 Unauthorized", "403 Forbidden", "insufficient_scope",
    ];

    private static readonly string[] Absences =
        ["not found", "manifest unknown", "name unknown", "does not exist", "no match for platform"];

    private static readonly string[] Throttles = ["QPS exceeded", "toomanyrequests", "429 Too Many"];

    /// <summary>What the image does to the rollout. Null if it is here, or still on its way.</summary>
    public static RolloutCause? Judge(ContainerView container) => container.Waiting switch
    {
        "InvalidImageName" => Certain(container, "is not a valid image name"),
        "ErrImageNeverPull" => Certain(container, "is not on the node, and imagePullPolicy Never forbids to pull it"),
        "ErrImagePull" or "ImagePullBackOff" or "ImageInspectError" or "RegistryUnavailable" => JudgePull(container),
        _ => null,
    };

    private static RolloutCause JudgePull(ContainerView container)
    {
        PodEvent? pull = container.LastEvent(
            item => item.Reason == "Failed"
                && item.Message.StartsWith("Failed to pull image", StringComparison.Ordinal));
        string said = $"{container.WaitingMessage} {pull?.Message}";
        string evidence = pull?.ToString() ?? UntrustedText.Quote($"{container.Waiting}: {container.WaitingMessage}");
        if (Says(said, Throttles)) return Suspect(container, "is throttled", gracePeriod: null, evidence);
        if (Says(said, Refusals)) return Suspect(container, "is refused by the registry", TimeSpan.Zero, evidence);
        if (Says(said, Absences)) return Suspect(container, "does not exist in the registry", TimeSpan.Zero, evidence);
        return Suspect(container, "cannot be pulled", pull?.Count >= 2 ? TimeSpan.Zero : SeveralPulls, evidence);
    }

    private static RolloutCause Certain(ContainerView container, string text) => Suspect(
        container, text, TimeSpan.Zero, UntrustedText.Quote($"{container.Waiting}: {container.WaitingMessage}"));

    private static RolloutCause Suspect(ContainerView container, string text, TimeSpan? gracePeriod, string evidence)
    {
        RolloutCause cause = container.Cause(ClusterFault.ImagePullFailed, "");
        return cause with
        {
            Text = $"image '{container.Image}' of {container.Title} of pod {cause.Pod} {text}",
            GracePeriod = gracePeriod,
            Event = evidence,
        };
    }

    private static bool Says(string text, string[] words) =>
        words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
