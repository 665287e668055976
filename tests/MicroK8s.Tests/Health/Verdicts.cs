using MicroK8s.Health;
using MicroK8s.Health.Catalog;

namespace MicroK8s.Tests.Health;

/// <summary>What one check finds.</summary>
internal static class Verdicts
{
    public static async Task<IReadOnlyList<HealthFinding>> OfAsync(IHealthCheck check, HealthScope scope)
    {
        var findings = new List<HealthFinding>();
        await foreach (HealthFinding finding in HealthRun.RunAsync([check], scope, TimeSpan.FromMinutes(1), default))
        {
            findings.Add(finding);
        }

        return findings;
    }
}
