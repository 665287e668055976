namespace MicroK8s.Access;

/// <summary>What the policies of one layer say about a request.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Allowed">Whether the request comes through it. Null if that depends on what is not known.</param>
/// <param name="Why">The reason, as one sentence.</param>
public sealed record AccessDecision(AccessLayer Layer, bool? Allowed, string Why)
{
    /// <summary>
    /// The rule that decides, such as <c>NetworkPolicy shop/backend rule 1</c>; the rules of a policy are counted from
    /// 1. Without a rule number: the policy itself decides, because none of its rules fits. Null if no policy decides.
    /// </summary>
    public string? Rule { get; init; }

    /// <summary>What would have to be known for a certain answer; empty if the answer is certain.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>The layer and the reason.</summary>
    public override string ToString() => $"{Layer}: {Why}";
}
