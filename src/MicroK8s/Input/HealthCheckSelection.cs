using System.Management.Automation;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;

namespace MicroK8s.Commands.Input;

/// <summary>Which checks -Check and -Exclude mean; an optional check has to be named.</summary>
internal static class HealthCheckSelection
{
    public static IReadOnlyList<IHealthCheck> Choose(string parameter, string[] wanted, string[] unwanted)
    {
        var excluded = unwanted.SelectMany(pattern => Match("Exclude", pattern)).ToHashSet();
        var chosen = wanted.SelectMany(pattern => Match(parameter, pattern)).ToHashSet();
        chosen.ExceptWith(excluded);
        return chosen.Count > 0
            ? [.. HealthChecks.All.Where(chosen.Contains)]
            : throw new ClusterException(
                ClusterFault.InvalidSpec, $"-Exclude takes away every check that -{parameter} chooses.", unwanted,
                Known());
    }

    private static IHealthCheck[] Match(string parameter, string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
        bool isName = !WildcardPattern.ContainsWildcardCharacters(pattern);
        IHealthCheck[] found =
            [.. HealthChecks.All.Where(check => wildcard.IsMatch(check.Name) && (isName || !check.IsOptional))];
        return found.Length > 0
            ? found
            : throw new ClusterException(
                ClusterFault.InvalidSpec, $"-{parameter}: there is no health check '{pattern}'.", pattern, Known());
    }

    private static string Known() =>
        $"The checks are: {string.Join(", ", HealthChecks.All.Select(check => check.Name))}.";
}
