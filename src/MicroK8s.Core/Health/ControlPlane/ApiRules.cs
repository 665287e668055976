using MicroK8s.Connection;
using MicroK8s.Conventions;

namespace MicroK8s.Health.ControlPlane;

/// <summary>What the health endpoints of the API server mean.</summary>
public static class ApiRules
{
    /// <summary>Tokens and leases go wrong when clocks differ by more; the server tells whole seconds only.</summary>
    public static readonly HealthThreshold ClockTolerance = HealthThreshold.Time(
        "ClockTolerance", TimeSpan.FromSeconds(30), "How much the clocks of server and client may differ");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [ClockTolerance];

    /// <summary>
    /// The verdicts on the server. The status alone decides; the text is for people
    /// (kubernetes.io, reference/using-api/health-checks).
    /// </summary>
    /// <param name="answers">The answer of each endpoint that was asked.</param>
    /// <param name="scope">The server's address, version and clock.</param>
    public static IReadOnlyList<HealthVerdict> Judge(
        IReadOnlyDictionary<string, ServerAnswer> answers, HealthScope scope)
    {
        var server = new HealthTarget(scope.Session.Context.Server);
        HealthVerdict[] wrong = [.. HealthVerdict.FromProblems(server, answers
            .Select(answer => Problem(answer.Key, answer.Value)).Append(ClockProblem(scope)).OfType<HealthProblem>())];
        if (wrong.Length > 0) return wrong;

        IEnumerable<string> well = answers.Keys.Select(path => $"{path} ok")
            .Prepend(scope.ServerVersion ?? "version unknown");
        return [new HealthVerdict(HealthStatus.Healthy, server, string.Join(", ", well))];
    }

    private static HealthProblem? Problem(string path, ServerAnswer answer) => answer.Status switch
    {
        >= 200 and < 300 => null,
        401 or 403 => new HealthProblem(
            GeneralCodes.MissingRight, MissingRight.Describe($"get {path}"), MissingRight.Advice),
        404 => new HealthProblem(ApiCodes.Hidden, $"The server has no {path}"),
        _ => new HealthProblem(
            ApiCodes.Failing, $"{path} answers {answer.Status}{FailedParts(answer.Body)}",
            "Read the log of the API server: it names the part that fails"),
    };

    /// <summary>The lines of the body that begin with a minus: <c>[-]etcd failed: reason withheld</c>.</summary>
    private static string FailedParts(string body)
    {
        string[] failed = [.. body.Split('\n').Where(line => line.StartsWith("[-]", StringComparison.Ordinal))
            .Select(line => line[3..].Trim())];
        return failed.Length == 0 ? "" : $": {string.Join(", ", failed)}";
    }

    private static HealthProblem? ClockProblem(HealthScope scope)
    {
        TimeSpan ahead = scope.ServerAhead;
        if (ahead.Duration() <= scope.TimeOf(ClockTolerance)) return null;

        string where = ahead > TimeSpan.Zero ? "ahead of" : "behind";
        return new HealthProblem(
            ApiCodes.Clock, $"The server's clock is {AgeText.Of(ahead.Duration())} {where} this machine's",
            "Synchronise the clocks");
    }
}
