using System.Globalization;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Spec;

/// <summary>What is allowed, but hardly meant.</summary>
internal static class ServiceNotes
{
    /// <summary>Labels that newer clusters call otherwise (kubernetes/api, core/v1/well_known_labels.go).</summary>
    private static readonly Dictionary<string, string> Outdated = new(StringComparer.Ordinal)
    {
        ["kubernetes.io/e2e-az-name"] = "topology.kubernetes.io/zone",
        ["failure-domain.beta.kubernetes.io/zone"] = "topology.kubernetes.io/zone",
        ["failure-domain.beta.kubernetes.io/region"] = "topology.kubernetes.io/region",
        ["beta.kubernetes.io/os"] = "kubernetes.io/os",
        ["beta.kubernetes.io/arch"] = "kubernetes.io/arch",
        ["beta.kubernetes.io/instance-type"] = "node.kubernetes.io/instance-type",
        ["node-role.kubernetes.io/master"] = "node-role.kubernetes.io/control-plane",
    };

    public static IReadOnlyList<string> Of(ServiceSpec spec)
    {
        SchedulingSpec scheduling = spec.Scheduling;
        return
        [
            .. OutdatedIn("NodeSelector", scheduling.NodeSelector.Keys),
            .. OutdatedIn("NodeAffinity", scheduling.NodeAffinity.Select(requirement => requirement.Key)),
            .. OutdatedIn("NodePreference", scheduling.NodePreferences.SelectMany(
                preference => preference.Requirements.Select(requirement => requirement.Key))),
            .. OutdatedIn("Spread", scheduling.Spread.Select(spread => spread.TopologyKey)),
            .. OutdatedIn("Toleration", scheduling.Tolerations.Select(toleration => toleration.Key ?? "")),
            .. spec.DisruptionBudget is { } budget
                ? BlockedDrain(budget, spec.Replicas ?? spec.Autoscale?.Min ?? 1)
                : [],
            .. UnmeasuredScaling(spec),
        ];
    }

    private static IEnumerable<string> OutdatedIn(string parameter, IEnumerable<string> keys) => keys
        .Where(Outdated.ContainsKey)
        .Select(key =>
            $"-{parameter} '{key}' is an outdated name, which nodes may not have; it is now {Outdated[key]}.");

    /// <summary>A budget that leaves a drain nothing to do.</summary>
    internal static IEnumerable<string> BlockedDrain(DisruptionBudgetSpec budget, int pods)
    {
        bool isBlocked = budget.MaxUnavailable is "0" or "0%" || budget.MinAvailable == "100%"
            || (int.TryParse(budget.MinAvailable, NumberStyles.None, CultureInfo.InvariantCulture, out int least)
                && least >= pods);
        if (isBlocked)
        {
            yield return $"-DisruptionBudget '{budget}' lets no pod go while {pods} {(pods == 1 ? "runs" : "run")}, "
                + "so a drain of its node will not end.";
        }
    }

    private static IEnumerable<string> UnmeasuredScaling(ServiceSpec spec)
    {
        if (spec.Autoscale is not { } autoscale || spec.Kind == WorkloadKind.DaemonSet) yield break;
        foreach ((string resource, int? percent) in new[] { ("cpu", autoscale.Cpu), ("memory", autoscale.Memory) })
        {
            if (percent is null || spec.Requests.ContainsKey(resource) || spec.Limits.ContainsKey(resource)) continue;
            yield return $"-Autoscale compares with the requested {resource}, and -Request has none: "
                + "unless the namespace has a default, the number of pods will not change.";
        }
    }
}
