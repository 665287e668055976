using MicroK8s.Evidence;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;

namespace MicroK8s.CanaryRollouts;

/// <summary>
/// Health checks of the namespace: a finding that was not there when the rollout began, and that is unhealthy, fails
/// the canary.
/// </summary>
/// <param name="checks">The checks.</param>
/// <param name="clock">Tells the time.</param>
public sealed class HealthGate(IReadOnlyList<IHealthCheck> checks, TimeProvider clock) : IStepGate
{
    private static readonly TimeSpan CheckTime = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, HashSet<string>> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "Health";

    /// <inheritdoc/>
    public bool IsContinuous => false;

    /// <inheritdoc/>
    public async Task BeginAsync(StepScene scene, CancellationToken cancellationToken)
    {
        // What was wrong before the first step is not the canary's fault.
        if (_known.ContainsKey(scene.Namespace)) return;
        IReadOnlyList<HealthFinding> findings = await RunAsync(scene, cancellationToken).ConfigureAwait(false);
        _known[scene.Namespace] = [.. findings.Where(IsBad).Select(Key)];
    }

    /// <inheritdoc/>
    public async Task<GateVerdict> LookAsync(StepScene scene, CancellationToken cancellationToken)
    {
        IReadOnlyList<HealthFinding> findings = await RunAsync(scene, cancellationToken).ConfigureAwait(false);
        HealthFinding? bad = findings.Where(IsBad)
            .FirstOrDefault(finding => !_known[scene.Namespace].Contains(Key(finding)));
        if (bad is not null)
        {
            return new GateVerdict(Name, EvidenceOutcome.Fail, $"{bad.Check}, {bad.Target}: {bad.Evidence}");
        }

        HealthFinding? unknown = findings.FirstOrDefault(finding => finding.Status == HealthStatus.Unknown);
        return unknown is null
            ? new GateVerdict(Name, EvidenceOutcome.Pass, $"{findings.Count} findings, nothing new is unhealthy")
            : new GateVerdict(
                Name, EvidenceOutcome.Inconclusive, $"{unknown.Check}, {unknown.Target}: {unknown.Evidence}");
    }

    private static bool IsBad(HealthFinding finding) => finding.Status == HealthStatus.Unhealthy;

    private static string Key(HealthFinding finding) => $"{finding.Check}/{finding.Target}";

    private async Task<IReadOnlyList<HealthFinding>> RunAsync(StepScene scene, CancellationToken cancellationToken)
    {
        var scope = new HealthScope(scene.Session, [scene.Namespace], clock);
        var findings = new List<HealthFinding>();
        await foreach (HealthFinding finding in
            HealthRun.RunAsync(checks, scope, CheckTime, cancellationToken).ConfigureAwait(false))
        {
            findings.Add(finding);
        }

        return findings;
    }
}
