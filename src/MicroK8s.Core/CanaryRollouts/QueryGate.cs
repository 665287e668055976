using System.Globalization;
using MicroK8s.Errors;
using MicroK8s.Evidence;
using MicroK8s.Metrics;

namespace MicroK8s.CanaryRollouts;

/// <summary>A PromQL expression of the user's own, whose value for the canary has to stay within bounds.</summary>
/// <param name="reader">Where it is evaluated.</param>
/// <param name="template">The expression.</param>
/// <param name="name">What it is called in records and messages.</param>
/// <param name="least">The least value. Null for none.</param>
/// <param name="most">The largest value. Null for none.</param>
public sealed class QueryGate(MetricReader reader, PromQlTemplate template, string name, double? least, double? most)
    : IStepGate
{
    private readonly Dictionary<StepScene, DateTimeOffset> _starts = [];

    /// <inheritdoc/>
    public string Name => name;

    // One number has no error rate that looking often could inflate knowingly, so it is looked at once.
    /// <inheritdoc/>
    public bool IsContinuous => false;

    /// <inheritdoc/>
    public async Task BeginAsync(StepScene scene, CancellationToken cancellationToken)
    {
        try
        {
            _starts[scene] = await reader.GetTimeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException)
        {
            // Said when it is asked.
        }
    }

    /// <inheritdoc/>
    public async Task<GateVerdict> LookAsync(StepScene scene, CancellationToken cancellationToken)
    {
        DateTimeOffset now = await reader.GetTimeAsync(cancellationToken).ConfigureAwait(false);
        if (!_starts.TryGetValue(scene, out DateTimeOffset start))
        {
            return new GateVerdict(Name, EvidenceOutcome.Inconclusive, "Prometheus was away when the step began");
        }

        MetricReading reading = await reader.EvaluateAsync(
            template, new MetricSide(scene.Namespace, scene.Canary.Name), new MetricWindow(start, now),
            cancellationToken)
            .ConfigureAwait(false);
        return reading switch
        {
            MetricNumber { Value: var value } => Judge(value),
            MetricInconclusive gap => new GateVerdict(Name, EvidenceOutcome.Inconclusive, gap.Message.TrimEnd('.')),
            _ => new GateVerdict(Name, EvidenceOutcome.Inconclusive, "no number"),
        };
    }

    private GateVerdict Judge(double value)
    {
        string shown = value.ToString("0.#####", CultureInfo.InvariantCulture);
        if (value > most)
        {
            return new GateVerdict(
                Name, EvidenceOutcome.Fail, string.Create(CultureInfo.InvariantCulture, $"{shown} is above {most}"));
        }

        return value < least
            ? new GateVerdict(
                Name, EvidenceOutcome.Fail, string.Create(CultureInfo.InvariantCulture, $"{shown} is below {least}"))
            : new GateVerdict(Name, EvidenceOutcome.Pass, shown);
    }
}
