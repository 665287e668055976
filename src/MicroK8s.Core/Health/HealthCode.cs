namespace MicroK8s.Health;

/// <summary>One kind of problem. Its identifier never changes and is never used for another kind.</summary>
/// <param name="Id">The identifier, such as <c>MK201</c>; its page is <c>docs/health/MK201.md</c>.</param>
/// <param name="Title">The problem in a few words, such as <c>Node is not ready</c>.</param>
/// <param name="Status">How bad it usually is: Warning, Unknown or Unhealthy.</param>
public sealed record HealthCode(string Id, string Title, HealthStatus Status)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
