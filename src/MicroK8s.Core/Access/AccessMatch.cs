namespace MicroK8s.Access;

/// <summary>
/// Whether a part of a rule fits a request, with three values: what is not known stays undecided, and only what cannot
/// change the answer is left out (Kleene's logic).
/// </summary>
/// <param name="Holds">Whether it fits. Null if that depends on <paramref name="Doubts"/>.</param>
/// <param name="Doubts">What is not known; empty if it is decided.</param>
internal sealed record AccessMatch(bool? Holds, IReadOnlyList<string> Doubts)
{
    public static AccessMatch Yes { get; } = new(true, []);

    public static AccessMatch No { get; } = new(false, []);

    public static AccessMatch Of(bool holds) => holds ? Yes : No;

    public static AccessMatch DependsOn(params string[] what) => new(null, what);

    public AccessMatch Not() => this with { Holds = !Holds };

    /// <summary>Whether all of them fit; none do.</summary>
    public static AccessMatch All(IEnumerable<AccessMatch> parts) => Join(parts, decisive: No, otherwise: Yes);

    /// <summary>Whether one of them fits; of none, none does.</summary>
    public static AccessMatch Any(IEnumerable<AccessMatch> parts) => Join(parts, decisive: Yes, otherwise: No);

    private static AccessMatch Join(IEnumerable<AccessMatch> parts, AccessMatch decisive, AccessMatch otherwise)
    {
        var doubts = new List<string>();
        foreach (AccessMatch part in parts)
        {
            if (part.Holds == decisive.Holds) return decisive;
            doubts.AddRange(part.Doubts);
        }

        return doubts.Count == 0 ? otherwise : DependsOn([.. doubts.Distinct(StringComparer.Ordinal)]);
    }
}
