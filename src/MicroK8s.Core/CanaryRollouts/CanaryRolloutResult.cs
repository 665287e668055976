using MicroK8s.Errors;

namespace MicroK8s.CanaryRollouts;

/// <summary>The end of a rollout by canary.</summary>
/// <param name="Name">The service.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="FromImage">The image of the stable pods before.</param>
/// <param name="ToImage">The image of the canary.</param>
/// <param name="Weight">The canary's share at the end, in whole percent; 0 when there is no canary any more.</param>
/// <param name="Reason">Why it ended so, in one line.</param>
/// <param name="Duration">How long this call took.</param>
/// <param name="Steps">The steps of this call, in their order.</param>
public sealed record CanaryRolloutResult(
    string Name, string Namespace, CanaryRolloutOutcome Outcome, string FromImage, string ToImage, int Weight,
    string Reason, TimeSpan Duration, IReadOnlyList<CanaryStep> Steps)
{
    /// <summary>Requests of the canary over all steps. Null if no gate counted them.</summary>
    public long? Requests =>
        Steps.Any(step => step.Requests is not null) ? Steps.Sum(step => step.Requests ?? 0) : null;

    /// <summary>The context of the cluster.</summary>
    public string Context { get; init; } = "";

    /// <summary>The kubeconfig that was named. Null if none was.</summary>
    [RawText]
    public string? KubeConfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}: {Outcome}";
}
