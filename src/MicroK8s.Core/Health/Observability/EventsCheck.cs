using System.Runtime.CompilerServices;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Observability;

/// <summary>What the cluster itself has warned of: evidence for the other findings, and no verdict.</summary>
public sealed class EventsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Events";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Observability;

    /// <inheritdoc/>
    public string Summary =>
        "Sums up the warning events of the time that -Since sets; they are evidence and no verdict";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => [];

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private const int Shown = 5;

        private static readonly HealthList Events = new(ResourceTypes.Event) { FieldSelector = "type=Warning" };

        private readonly Dictionary<string, (int Count, string Last, DateTimeOffset At)> _reasons =
            new(StringComparer.Ordinal);

        public override IReadOnlyList<HealthList> Lists => [Events];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            DateTimeOffset last = EventTimes.Last(item);
            if (Scope.Now - last > Scope.Since) return [];
            string reason = item.Json.Text("reason") ?? "";
            (int count, string where, DateTimeOffset at) = _reasons.GetValueOrDefault(reason);
            string here = $"{item.Json.Text("involvedObject", "kind")} {item.Json.Text("involvedObject", "namespace")}/"
                + item.Json.Text("involvedObject", "name");
            _reasons[reason] = last >= at ? (count + EventTimes.Count(item), here, last)
                : (count + EventTimes.Count(item), where, at);
            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!IsRead(Events)) yield break;
            string evidence = _reasons.Count == 0
                ? $"None in the last {AgeText.Of(Scope.Since)}"
                : $"In the last {AgeText.Of(Scope.Since)}: " + string.Join(", ", _reasons
                    .OrderByDescending(reason => reason.Value.Count).Take(Shown)
                    .Select(reason => $"{reason.Value.Count} {reason.Key} ({reason.Value.Last})"));
            yield return HealthVerdict.Of(HealthStatus.Healthy, "warning events", evidence);
        }
    }
}
