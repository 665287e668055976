using System.Runtime.CompilerServices;
using MicroK8s.Connection;

namespace MicroK8s.Health.ControlPlane;

/// <summary>Whether the API server is alive and ready.</summary>
public sealed class ApiCheck : IHealthCheck
{
    /// <summary>The name, which findings about a silent server carry too.</summary>
    public const string CheckName = "Api";

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.ControlPlane;

    /// <inheritdoc/>
    public string Summary =>
        "The API server answers, is live and ready, and its clock agrees";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ApiCodes.All;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => ApiRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Task<ServerAnswer> live = Scope.Session.ProbeAsync("livez", cancellationToken);
            Task<ServerAnswer> ready = Scope.Session.ProbeAsync("readyz", cancellationToken);
            var answers = new Dictionary<string, ServerAnswer>
            {
                ["/livez"] = await live.ConfigureAwait(false),
                ["/readyz"] = await ready.ConfigureAwait(false),
            };
            if (answers.Values.All(answer => answer.Status == 404))
            {
                // Servers before 1.16, and some proxies in front of newer ones, know only this path.
                ServerAnswer health =
                    await Scope.Session.ProbeAsync("healthz", cancellationToken).ConfigureAwait(false);
                answers = new Dictionary<string, ServerAnswer> { ["/healthz"] = health };
            }

            foreach (HealthVerdict verdict in ApiRules.Judge(answers, Scope)) yield return verdict;
        }
    }
}
