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
        ["ConnectTimeout"] = ["1s", "5s", "10s"],
        ["ConsecutiveErrors"] = ["3", "5", "7"],
        ["ConsecutiveGatewayErrors"] = ["3", "5"],
        ["EjectionTime"] = ["30s", "1m", "5m"],
        ["FaultAbort"] = ["500", "503", "429"],
        ["FaultAbortPercent"] = ["1", "5", "10", "100"],
        ["FaultDelay"] = ["1s", "5s"],
        ["FaultDelayPercent"] = ["1", "5", "10", "100"],
        ["HashCookie"] = ["session"],
        ["HashCookieTtl"] = ["0", "1h", "1d"],
        ["HashHeader"] = ["x-user"],
        ["HashQueryParameter"] = ["user"],
        ["HostName"] = ["shop.example.com"],
        ["IdleTimeout"] = ["30s", "60s", "5m", "1h"],
        ["Interval"] = ["5s", "10s", "30s", "1m"],
        ["Latency"] = ["'p99 < 500ms'", "'p95 < 200ms'", "'p50 < 50ms'"],
        ["LocalityDistribution"] = ["@{ 'eu-west/*' = @{ 'eu-west/*' = 80; 'eu-north/*' = 20 } }"],
        ["LocalityFailover"] = ["@{ 'eu-west' = 'eu-north' }"],
        ["MatchCookie"] = ["canary=always"],
        ["MatchHeader"] = ["x-canary=true"],
        ["MaxConnections"] = ["10", "100", "1000"],
        ["MaxEjectionPercent"] = ["10", "50", "100"],
        ["MaxPendingRequests"] = ["10", "100", "1000"],
        ["MaxRegression"] = ["0.5", "1", "2"],
        ["MaxReplicas"] = ["10", "20", "50", "100"],
        ["MaxRequests"] = ["100", "1000"],
        ["MaxRequestsPerConnection"] = ["1", "5", "10", "100"],
        ["MaxRetries"] = ["3", "10"],
        ["MaxWeight"] = ["10", "20", "50"],
        ["Method"] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        ["MinHealthPercent"] = ["0", "50"],
        ["MirrorPercent"] = ["0", "1", "5", "10", "100"],
        ["OutlierInterval"] = ["5s", "10s", "30s", "1m"],
        ["Path"] = ["/", "/healthz", "/metrics", "/actuator/prometheus", "/stats/prometheus"],
        ["RequestTimeout"] = ["1s", "5s", "15s", "30s", "1m"],
        ["RetryAttempts"] = ["0", "1", "2", "3"],
        ["RetryTimeout"] = ["500ms", "1s", "2s", "5s"],
        ["Since"] = ["5m", "15m", "1h", "6h", "1d"],
        ["StepDuration"] = ["30s", "1m", "2m", "5m", "10m"],
        ["StepTimeout"] = ["10m", "30m", "1h", "2h"],
        ["SuccessRate"] = ["99", "99.5", "99.9"],
        ["Tail"] = ["10", "100", "1000"],
        ["Timeout"] = ["1m", "5m", "10m", "30m"],
        ["TlsHostname"] = ["web.shop.svc", "web.shop.svc.cluster.local"],
        ["Weight"] = ["0", "5", "10", "25", "50", "75", "100"],
        ["Window"] = ["1m", "5m", "15m", "1h", "6h", "1d"],
    };

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Values[parameterName].Where(value => value.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(value));
}
