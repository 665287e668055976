namespace MicroK8s.Metrics;

/// <summary>
/// Regular expressions for the names of a workload's pods, exact enough to keep <c>web</c> and <c>web-canary</c> apart:
/// what controllers append has an alphabet without vowels (kubernetes/apimachinery, pkg/util/rand).
/// </summary>
public static class PodNamePatterns
{
    private const string Sign = "[bcdfghjklmnpqrstvwxz2456789]";

    /// <summary>
    /// What is appended has five signs, and what it is appended to is cut to make room (kubernetes/apiserver,
    /// pkg/storage/names, <c>MaxGeneratedNameLength</c>).
    /// </summary>
    private const int LongestBase = 58;

    /// <summary>A hash of a pod template has at most ten signs.</summary>
    private const int LongestHash = 10;

    /// <summary>Pods of a Deployment: <c>NAME-HASH-RANDOM</c>.</summary>
    /// <param name="name">The Deployment.</param>
    public static string OfDeployment(string name)
    {
        int left = LongestBase - name.Length - 1;
        if (left < 0) return $"{PromQl.Literal(name[..LongestBase])}{Sign}{{5}}";
        return left > LongestHash
            ? $"{PromQl.Literal(name)}-{Sign}{{1,{LongestHash}}}-{Sign}{{5}}"
            : $"{PromQl.Literal(name)}-{Sign}{{0,{left}}}-?{Sign}{{5}}";
    }

    /// <summary>Pods of a StatefulSet: <c>NAME-NUMBER</c>.</summary>
    /// <param name="name">The StatefulSet.</param>
    public static string OfStatefulSet(string name) => $"{PromQl.Literal(name)}-[0-9]+";

    /// <summary>Pods of a DaemonSet: <c>NAME-RANDOM</c>.</summary>
    /// <param name="name">The DaemonSet.</param>
    public static string OfDaemonSet(string name) =>
        name.Length < LongestBase
            ? $"{PromQl.Literal(name)}-{Sign}{{5}}"
            : $"{PromQl.Literal(name[..LongestBase])}{Sign}{{5}}";
}
