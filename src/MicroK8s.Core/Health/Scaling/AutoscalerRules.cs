using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Scaling;

/// <summary>
/// What the conditions of a HorizontalPodAutoscaler mean (kubernetes.io, Horizontal Pod Autoscaling).
/// </summary>
public static class AutoscalerRules
{
    /// <summary>New pods have no metrics for a while.</summary>
    public static readonly HealthThreshold Grace = HealthThreshold.Time(
        "AutoscalerGrace", TimeSpan.FromMinutes(5), "How long an autoscaler may be without metrics");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [Grace];

    /// <summary>What is wrong with an autoscaler.</summary>
    /// <param name="autoscaler">A HorizontalPodAutoscaler of autoscaling/v2 or v2beta2.</param>
    /// <param name="scope">The time, and the threshold.</param>
    /// <returns>Nothing if it is well, or rests because its target is scaled to zero.</returns>
    public static IEnumerable<HealthProblem> Judge(KubeObject autoscaler, HealthScope scope)
    {
        string target = $"{autoscaler.Json.Text("spec", "scaleTargetRef", "kind")} "
            + autoscaler.Json.Text("spec", "scaleTargetRef", "name");
        JsonElement able = autoscaler.Condition("AbleToScale");
        if (able.Text("status") == "False")
        {
            yield return new HealthProblem(
                ScalingCodes.CannotScale, Text(able), $"See whether {target} exists and can be scaled");
            yield break;
        }

        JsonElement active = autoscaler.Condition("ScalingActive");
        if (active.Text("status") == "False" && active.Text("reason") != "ScalingDisabled")
        {
            TimeSpan age = scope.Now - (active.Time("lastTransitionTime") ?? autoscaler.Created ?? scope.Now);
            yield return new HealthProblem(
                ScalingCodes.NoMetrics, $"{Text(active)}, for {AgeText.Of(age)}",
                $"Test-ClusterHealth AggregatedApis, Metrics; and {target} needs requests for what is measured")
            {
                Status = age > scope.TimeOf(Grace) ? HealthStatus.Unhealthy : HealthStatus.Warning,
            };
        }

        JsonElement limited = autoscaler.Condition("ScalingLimited");
        if (limited.Text("status") == "True" && limited.Text("reason") == "TooManyReplicas")
        {
            int most = autoscaler.Json.Count("spec", "maxReplicas");
            yield return new HealthProblem(
                ScalingCodes.AtMaximum, $"It would make more than {most} replicas of {target}",
                "Raise its maximum, or make each replica do more");
        }
    }

    private static string Text(JsonElement condition) =>
        $"{condition.Text("reason")}: {condition.Text("message")}".TrimEnd('.', ' ', ':');
}
