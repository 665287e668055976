using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MicroK8s.Commands.Completion;

/// <summary>
/// Values that are customary for a parameter, by its name; any other can be typed. Without them PowerShell would offer
/// file names.
/// </summary>
public sealed class CustomaryCompleter : IArgumentCompleter
{
    private static readonly Dictionary<string, string[]> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Address"] = ["127.0.0.1", "::1", "0.0.0.0"],
        ["ClusterDomain"] = ["cluster.local"],
        ["HostName"] = ["shop.example.com"],
        ["Interval"] = ["5s", "10s", "30s", "1m"],
        ["Latency"] = ["'p99 < 500ms'", "'p95 < 200ms'", "'p50 < 50ms'"],
        ["MatchCookie"] = ["canary=always"],
        ["MatchHeader"] = ["x-canary=true"],
        ["MaxRegression"] = ["0.5", "1", "2"],
        ["MaxReplicas"] = ["10", "20", "50", "100"],
        ["MaxWeight"] = ["10", "20", "50"],
        ["Method"] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        ["MirrorPercent"] = ["0", "1", "5", "10", "100"],
        ["Path"] = ["/", "/healthz", "/metrics", "/actuator/prometheus", "/stats/prometheus"],
        ["Since"] = ["5m", "15m", "1h", "6h", "1d"],
        ["StepDuration"] = ["30s", "1m", "2m", "5m", "10m"],
        ["StepTimeout"] = ["10m", "30m", "1h", "2h"],
        ["SuccessRate"] = ["99", "99.5", "99.9"],
        ["Tail"] = ["10", "100", "1000"],
        ["Timeout"] = ["60", "300", "600", "1800"],
        ["Weight"] = ["0", "5", "10", "25", "50", "75", "100"],
        ["Window"] = ["1m", "5m", "15m", "1h", "6h", "1d"],
    };

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Values[parameterName].Where(value => value.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(value));
}
