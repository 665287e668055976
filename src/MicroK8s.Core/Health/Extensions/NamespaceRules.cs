using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Extensions;

/// <summary>What keeps a namespace from being removed.</summary>
public static class NamespaceRules
{
    /// <summary>Pods end by their own grace periods first.</summary>
    public static readonly HealthThreshold EndGrace = HealthThreshold.Time(
        "NamespaceEndGrace", TimeSpan.FromMinutes(5), "How long the removal of a namespace may take");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [EndGrace];

    /// <summary>
    /// What is wrong with a namespace. The conditions are those of the namespace controller (kubernetes/kubernetes,
    /// pkg/controller/namespace/deletion).
    /// </summary>
    /// <param name="space">The namespace.</param>
    /// <param name="scope">The time, and the threshold.</param>
    public static IEnumerable<HealthProblem> Judge(KubeObject space, HealthScope scope)
    {
        TimeSpan? age = scope.Now - space.Json.Time("metadata", "deletionTimestamp");
        if (age is null || age <= scope.TimeOf(EndGrace)) return [];

        string[] causes = [.. space.Json.Items("status", "conditions")
            .Where(condition => condition.Text("status") == "True").Select(Text)];
        string why = causes.Length == 0 ? "nothing says why" : string.Join("; ", causes);
        return
        [
            new HealthProblem(
                ExtensionCodes.NamespaceStuck, $"Terminating for {AgeText.Of(age.Value)}: {why}",
                "Repair what answers for the kinds that are named (Test-ClusterHealth AggregatedApis), or what "
                + "removes the finalizers"),
        ];
    }

    private static string Text(JsonElement condition) =>
        (condition.Text("message") ?? condition.Text("type") ?? "").TrimEnd('.');
}
