using System.Text.RegularExpressions;
using MicroK8s.Conventions;

namespace MicroK8s.Health.ControlPlane;

/// <summary>
/// What the API server's metric <c>apiserver_requested_deprecated_apis</c> says: which deprecated APIs were asked for
/// since the server started, and which version removes them (KEP-1693).
/// </summary>
public static partial class ApiUseRules
{
    private const string Metric = "apiserver_requested_deprecated_apis{";

    /// <summary>
    /// The garbage collector of each server asks for every group, and this one is a second way to what another group
    /// has too (kubernetes/kubernetes, pkg/controller/garbagecollector), so it tells nothing of users.
    /// </summary>
    private const string OwnGroup = "extensions";

    /// <summary>How many minor versions before the removal of an API its use is reported.</summary>
    private const int Ahead = 3;

    /// <summary>The verdicts: one for each deprecated API that was asked for and is removed soon.</summary>
    /// <param name="metrics">The answer to <c>/metrics</c>.</param>
    /// <param name="serverVersion">The server's version. Null if it does not tell; then every use is reported.</param>
    public static IEnumerable<HealthVerdict> Judge(string metrics, string? serverVersion)
    {
        KubeVersion? server = KubeVersion.TryParse(serverVersion);
        foreach (string line in Lines(metrics))
        {
            Dictionary<string, string> labels = Labels().Matches(line)
                .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
            if (labels.GetValueOrDefault("group") != OwnGroup
                && labels.GetValueOrDefault("removed_release") is { Length: > 0 } removed
                && Judge(labels, removed, server) is { } verdict)
            {
                yield return verdict;
            }
        }
    }

    /// <summary>The few lines of the metric, of some ten thousand.</summary>
    private static IEnumerable<string> Lines(string metrics)
    {
        int at = metrics.IndexOf(Metric, StringComparison.Ordinal);
        while (at >= 0)
        {
            int end = metrics.IndexOf('\n', at);
            if (end < 0) end = metrics.Length;
            yield return metrics[at..end];
            at = metrics.IndexOf(Metric, end, StringComparison.Ordinal);
        }
    }

    private static HealthVerdict? Judge(Dictionary<string, string> labels, string removed, KubeVersion? server)
    {
        int? left = KubeVersion.TryParse(removed) is { } release && server is not null
            ? release.Minor - server.Minor
            : null;
        if (left > Ahead) return null;

        string group = labels.GetValueOrDefault("group") is { Length: > 0 } name ? $"{name}/" : "";
        string api = $"{labels.GetValueOrDefault("resource")} of {group}{labels.GetValueOrDefault("version")}";
        return HealthVerdict.Of(new HealthTarget(api), new HealthProblem(
            left is <= 1 ? ApiUseCodes.RemovedNext : ApiUseCodes.Deprecated,
            $"Asked for since the server started; Kubernetes {removed} does not serve it",
            "Find who asks in the audit log (annotation k8s.io/deprecated), and move it to the newer version"));
    }

    [GeneratedRegex("(?<name>[a-z_]+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Labels();
}
