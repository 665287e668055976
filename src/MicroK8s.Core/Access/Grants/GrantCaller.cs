namespace MicroK8s.Access.Grants;

/// <summary>Who may call by a grant: the pods of one workload, or everyone.</summary>
/// <param name="Pods">The pods. Null for everyone.</param>
internal sealed record GrantCaller(GrantParty? Pods)
{
    public static GrantCaller Everyone { get; } = new((GrantParty?)null);

    /// <summary>The caller as policies are asked about it; null is anyone of whom nothing is known.</summary>
    public AccessParty? Party => Pods?.Party;

    public override string ToString() => Pods is null ? GrantObjects.Everyone : $"{Pods}";
}
