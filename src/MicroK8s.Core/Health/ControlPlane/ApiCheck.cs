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
    public async IAsyncEnumerable<HealthVerdict> RunAsync(
        HealthScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Task<ServerAnswer> live = scope.Session.ProbeAsync("livez", cancellationToken);
        Task<ServerAnswer> ready = scope.Session.ProbeAsync("readyz", cancellationToken);
        var answers = new Dictionary<string, ServerAnswer>
        {
            ["/livez"] = await live.ConfigureAwait(false),
            ["/readyz"] = await ready.ConfigureAwait(false),
        };
        if (answers.Values.All(answer => answer.Status == 404))
        {
            // Servers before 1.16, and some proxies in front of newer ones, know only this path.
            ServerAnswer health = await scope.Session.ProbeAsync("healthz", cancellationToken).ConfigureAwait(false);
            answers = new Dictionary<string, ServerAnswer> { ["/healthz"] = health };
        }

        yield return ApiRules.Judge(scope.Session.Context.Server, answers, scope.ServerVersion, scope.ServerAhead);
    }
}
