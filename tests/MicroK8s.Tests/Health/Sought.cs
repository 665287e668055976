using System.Diagnostics;
using MicroK8s.Connection;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Health;

/// <summary>Runs checks, once or until they find what is meant.</summary>
internal static class Sought
{
    /// <summary>Runs a check again and again until it finds what is meant.</summary>
    public static async Task<HealthFinding> WaitForAsync(string check, Predicate<HealthFinding> isMeant)
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<HealthFinding> seen;
        do
        {
            seen = await RunAsync(TestCluster.Admin, check);
            if (seen.FirstOrDefault(finding => isMeant(finding)) is { } found) return found;
            await Task.Delay(500);
        }
        while (Stopwatch.GetElapsedTime(start) < Patience.Long);
        throw new TimeoutException($"Not found within {Patience.Long}; last: {string.Join('\n', seen)}");
    }

    /// <summary>Runs one check.</summary>
    public static Task<IReadOnlyList<HealthFinding>> RunAsync(
        IClusterSession session, string check, TimeProvider? clock = null, TimeSpan? timeout = null) =>
        RunAsync(
            [HealthChecks.All.Single(one => one.Name == check)],
            new HealthScope(session, [], clock ?? TimeProvider.System), timeout ?? TimeSpan.FromMinutes(1));

    /// <summary>Runs checks.</summary>
    public static async Task<IReadOnlyList<HealthFinding>> RunAsync(
        IReadOnlyList<IHealthCheck> checks, HealthScope scope, TimeSpan timeout)
    {
        var findings = new List<HealthFinding>();
        await foreach (HealthFinding finding in HealthRun.RunAsync(checks, scope, timeout, default)) findings.Add(finding);
        return findings;
    }
}
