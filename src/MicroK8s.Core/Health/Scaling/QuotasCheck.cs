using MicroK8s.Resources;
using MicroK8s.Usage;

namespace MicroK8s.Health.Scaling;

/// <summary>Whether namespaces have room under their quotas.</summary>
public sealed class QuotasCheck : IHealthCheck
{
    private const int Full = 100;

    private static readonly HealthThreshold Warning = HealthThreshold.Percent(
        "QuotaWarning", 80, "How much of a quota may be used");

    /// <inheritdoc/>
    public string Name => "Quotas";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Workloads;

    /// <inheritdoc/>
    public string Summary => "Namespaces have room under their quotas";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => QuotaCodes.All;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds { get; } = [Warning];

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, [new HealthList(ResourceTypes.ResourceQuota)], new HealthSum("quota", "Room is left"),
        quota => scope.IsUsers(quota) ? Judge(quota, scope) : null);

    /// <summary>A quota of 0 forbids, and is meant to be full.</summary>
    private static IEnumerable<HealthProblem> Judge(KubeObject quota, HealthScope scope) =>
        QuotaRules.OfQuota(quota, scope.Session.Context.Name, kubeConfig: null)
            .Where(usage => usage.Percent >= scope.NumberOf(Warning))
            .Select(usage => new HealthProblem(
                usage.Percent >= Full ? QuotaCodes.Used : QuotaCodes.NearlyUsed,
                $"{usage.Resource}: {usage.Text} ({usage.Percent}%)",
                $"Get-QuotaUsage -Namespace {quota.Namespace}"));
}
