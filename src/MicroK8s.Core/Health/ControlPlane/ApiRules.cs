using MicroK8s.Connection;
using MicroK8s.Conventions;

namespace MicroK8s.Health.ControlPlane;

/// <summary>What the health endpoints of the API server mean.</summary>
public static class ApiRules
{
    /// <summary>Tokens and leases go wrong when clocks differ by more; the server tells whole seconds only.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The verdict on the server. The status alone decides; the text is for people
    /// (kubernetes.io, reference/using-api/health-checks).
    /// </summary>
    /// <param name="server">The server's address.</param>
    /// <param name="answers">The answer of each endpoint that was asked.</param>
    /// <param name="version">The server's version. Null if it does not tell.</param>
    /// <param name="ahead">How far its clock is ahead of this machine's.</param>
    public static HealthVerdict Judge(
        string server, IReadOnlyDictionary<string, ServerAnswer> answers, string? version, TimeSpan ahead)
    {
        IEnumerable<HealthProblem> problems = answers
            .Select(answer => Problem(answer.Key, answer.Value)).Append(ClockProblem(ahead)).OfType<HealthProblem>();
        IEnumerable<string> well = answers.Keys.Select(path => $"{path} ok").Prepend(version ?? "version unknown");
        return HealthVerdict.FromProblems(server, problems)
            ?? new HealthVerdict(HealthStatus.Healthy, server, string.Join(", ", well));
    }

    private static HealthProblem? Problem(string path, ServerAnswer answer) => answer.Status switch
    {
        >= 200 and < 300 => null,
        401 or 403 => new HealthProblem(
            HealthStatus.Unknown, MissingRight.Describe($"get {path}"), MissingRight.Advice),
        404 => new HealthProblem(HealthStatus.Unknown, $"The server has no {path}"),
        _ => new HealthProblem(
            HealthStatus.Unhealthy, $"{path} answers {answer.Status}{FailedParts(answer.Body)}",
            $"kubectl get --raw '{path}?verbose'"),
    };

    /// <summary>The lines of the body that begin with a minus: <c>[-]etcd failed: reason withheld</c>.</summary>
    private static string FailedParts(string body)
    {
        string[] failed = [.. body.Split('\n').Where(line => line.StartsWith("[-]", StringComparison.Ordinal))
            .Select(line => line[3..].Trim())];
        return failed.Length == 0 ? "" : $": {string.Join(", ", failed)}";
    }

    private static HealthProblem? ClockProblem(TimeSpan ahead)
    {
        if (ahead.Duration() <= ClockTolerance) return null;

        string where = ahead > TimeSpan.Zero ? "ahead of" : "behind";
        return new HealthProblem(
            HealthStatus.Warning, $"The server's clock is {AgeText.Of(ahead.Duration())} {where} this machine's",
            "Synchronise the clocks");
    }
}
