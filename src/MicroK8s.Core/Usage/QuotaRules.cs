using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Usage;

/// <summary>Makes the records of quotas and limit ranges.</summary>
public static class QuotaRules
{
    /// <summary>One record for each resource of a quota.</summary>
    /// <param name="quota">The ResourceQuota.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    public static IEnumerable<QuotaUsage> OfQuota(KubeObject quota, string context, string? kubeConfig)
    {
        // The status is empty until the quota controller has counted for the first time.
        IReadOnlyDictionary<string, string> hard = quota.Json.Map("spec", "hard");
        IReadOnlyDictionary<string, string> used = quota.Json.Map("status", "used");
        string[] scopes =
        [
            .. quota.Json.Items("spec", "scopes").Select(scope => scope.Text() ?? ""),
            .. quota.Json.Items("spec", "scopeSelector", "matchExpressions")
                .Select(expression => string.Join(' ', new[]
                {
                    expression.Text("scopeName"), expression.Text("operator"),
                    string.Join(',', expression.Items("values").Select(value => value.Text())),
                }.Where(part => part is { Length: > 0 }))),
        ];
        foreach ((string resource, string most) in hard.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string? now = used.GetValueOrDefault(resource);
            yield return new QuotaUsage(
                quota.Namespace ?? "", "ResourceQuota", quota.Name, resource,
                scopes.Length == 0 ? "Namespace" : string.Join(", ", scopes), context, kubeConfig)
            {
                Used = Read(now),
                Hard = Read(most),
                Text = $"{now ?? "not counted yet"} of {most}",
            };
        }
    }

    /// <summary>One record for each type and resource of a limit range.</summary>
    /// <param name="range">The LimitRange.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    public static IEnumerable<QuotaUsage> OfLimitRange(KubeObject range, string context, string? kubeConfig)
    {
        foreach (JsonElement limit in range.Json.Items("spec", "limits"))
        {
            IReadOnlyDictionary<string, string> defaults = limit.Map("default");
            IReadOnlyDictionary<string, string> requests = limit.Map("defaultRequest");
            IReadOnlyDictionary<string, string> min = limit.Map("min");
            IReadOnlyDictionary<string, string> max = limit.Map("max");
            IReadOnlyDictionary<string, string> ratio = limit.Map("maxLimitRequestRatio");
            IEnumerable<string> names = new[] { defaults, requests, min, max, ratio }
                .SelectMany(map => map.Keys).Distinct().Order(StringComparer.Ordinal);
            foreach (string name in names)
            {
                (string Word, string? Amount)[] parts =
                [
                    ("default", defaults.GetValueOrDefault(name)),
                    ("default request", requests.GetValueOrDefault(name)),
                    ("min", min.GetValueOrDefault(name)),
                    ("max", max.GetValueOrDefault(name)),
                    ("max limit/request", ratio.GetValueOrDefault(name)),
                ];
                yield return new QuotaUsage(
                    range.Namespace ?? "", "LimitRange", range.Name, name, limit.Text("type") ?? "", context,
                    kubeConfig)
                {
                    DefaultLimit = Read(parts[0].Amount),
                    DefaultRequest = Read(parts[1].Amount),
                    Min = Read(parts[2].Amount),
                    Max = Read(parts[3].Amount),
                    Text = string.Join(", ", parts.Where(part => part.Amount is not null)
                        .Select(part => $"{part.Word} {part.Amount}")),
                };
            }
        }
    }

    private static decimal? Read(string? amount) =>
        amount is not null && Quantity.TryParse(amount) is { } known ? ResourceSums.ToUnit(known.Nanos) : null;
}
