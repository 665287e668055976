using System.Text.RegularExpressions;

namespace MicroK8s.Health.Baseline;

/// <summary>
/// What makes two findings of different runs the same: the kind of problem, the check, and the target under a name that
/// a rollout does not change.
/// </summary>
/// <remarks>
/// A finding tells only kind, namespace and name, so the owner is read from the name. A pod's name loses what its
/// controller appended: five characters of the alphabet of generated names (kubernetes/apimachinery,
/// pkg/util/rand/rand.go, which has no vowels), before them the hash of the pod template, which is a number of 32 bits
/// in the ten letters that <c>SafeEncodeString</c> makes of digits, or the minute of a CronJob. A ReplicaSet loses the
/// hash, a Job the minute. Ordinals of StatefulSets stay. A name of 63 characters was cut when it was generated, so
/// its suffix may have no hyphen. Pods of one owner with the same problem are one key.
/// </remarks>
/// <param name="Code">The kind of problem. Empty if it is none.</param>
/// <param name="Check">The name of the check.</param>
/// <param name="Target">The target without what changes from run to run.</param>
public sealed partial record FindingKey(string Code, string Check, string Target)
{
    private const int LongestName = 63;

    /// <summary>The key of a finding.</summary>
    /// <param name="finding">The finding.</param>
    public static FindingKey Of(HealthFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new FindingKey(finding.Code ?? "", finding.Check, TargetOf(finding));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Code}|{Check}|{Target}";

    /// <summary>The name of an object as its owner gives it to all of its kind.</summary>
    /// <param name="kind">The kind of the object.</param>
    /// <param name="name">Its name.</param>
    internal static string StableName(string kind, string name) => kind switch
    {
        "Pod" => PodOwner(name),
        "ReplicaSet" => TemplateHash().Replace(name, ""),
        "Job" => ScheduledTime().Replace(name, ""),
        _ => name,
    };

    private static string TargetOf(HealthFinding finding)
    {
        if (finding is not { Kind: { } kind, Name: { } name })
        {
            return finding.Code is null ? Noun(finding.Target) : finding.Target;
        }

        string stable = StableName(kind, name);
        return finding.Namespace is null ? $"{kind} {stable}" : $"{kind} {finding.Namespace}/{stable}";
    }

    /// <summary>What those that are well are called, however many there are: <c>all 3 nodes</c>, <c>node</c>.</summary>
    private static string Noun(string target)
    {
        string noun = Quantity().Replace(target, "");
        return noun.EndsWith('s') ? noun[..^1] : noun;
    }

    private static string PodOwner(string name)
    {
        Match suffix = name.Length == LongestName ? CutSuffix().Match(name) : RandomSuffix().Match(name);
        if (!suffix.Success) return name;
        string owner = name[..suffix.Index];
        string workload = TemplateHash().Replace(owner, "");
        return workload.Length < owner.Length ? workload : ScheduledTime().Replace(owner, "");
    }

    [GeneratedRegex("(?<=[a-z0-9.])-[bcdfghjklmnpqrstvwxz2456789]{5}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex RandomSuffix();

    [GeneratedRegex("-?[bcdfghjklmnpqrstvwxz2456789]{5}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex CutSuffix();

    // A number of 32 bits has up to ten digits, and less than seven once in four thousand times.
    [GeneratedRegex("(?<=[a-z0-9.])-[bcdf4-9]{7,10}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex TemplateHash();

    // Minutes since 1970 from Kubernetes 1.21 on, seconds before.
    [GeneratedRegex("(?<=[a-z0-9.])-(?:[0-9]{8}|[0-9]{10})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ScheduledTime();

    [GeneratedRegex("\\A(?:all [0-9]+|[0-9]+ of [0-9]+|the only) ", RegexOptions.CultureInvariant)]
    private static partial Regex Quantity();
}
