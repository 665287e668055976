using MicroK8s.Health;

namespace MicroK8s.Tests.Health;

internal static class Verdicts
{
    public static async Task<IReadOnlyList<HealthVerdict>> OfAsync(IHealthCheck check, HealthScope scope)
    {
        var verdicts = new List<HealthVerdict>();
        await foreach (HealthVerdict verdict in check.RunAsync(scope, CancellationToken.None)) verdicts.Add(verdict);
        return verdicts;
    }
}
