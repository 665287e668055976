using System.Management.Automation;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;

namespace MicroK8s.Commands.Health;

/// <summary>Which checks -Check and -Exclude mean.</summary>
internal static class HealthCheckSelection
{
    public static IReadOnlyList<IHealthCheck> Choose(string[] wanted, string[] unwanted)
    {
        var excluded = unwanted.SelectMany(pattern => Match("Exclude", pattern)).ToHashSet();
        var chosen = wanted.SelectMany(pattern => Match("Check", pattern)).ToHashSet();
        chosen.ExceptWith(excluded);
        return chosen.Count > 0
            ? [.. HealthChecks.All.Where(chosen.Contains)]
            : throw new ClusterException(
                ClusterFault.InvalidSpec, "-Exclude takes away every check that -Check chooses.", unwanted, Known());
    }

    private static IHealthCheck[] Match(string parameter, string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
        IHealthCheck[] found = [.. HealthChecks.All.Where(check => wildcard.IsMatch(check.Name))];
        return found.Length > 0
            ? found
            : throw new ClusterException(
                ClusterFault.InvalidSpec, $"-{parameter}: there is no health check '{pattern}'.", pattern, Known());
    }

    private static string Known() =>
        $"The checks are: {string.Join(", ", HealthChecks.All.Select(check => check.Name))}.";
}
