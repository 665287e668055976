using System.Runtime.CompilerServices;
using MicroK8s.Connection;

namespace MicroK8s.Health.ControlPlane;

/// <summary>Whether anybody asks for APIs that one of the next versions removes.</summary>
public sealed class DeprecatedApisCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "DeprecatedApis";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.ControlPlane;

    /// <inheritdoc/>
    public string Summary => "Nobody asks for APIs that one of the next Kubernetes versions removes";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ApiUseCodes.OfDeprecation;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthTarget Target = new("/metrics");

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            ServerAnswer answer = await Scope.Session.ProbeAsync("metrics", cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                yield return HealthVerdict.Of(Target, answer.Status is 401 or 403
                    ? new HealthProblem(
                        GeneralCodes.MissingRight, MissingRight.Describe("get /metrics"), MissingRight.Advice)
                    : new HealthProblem(GeneralCodes.NotRead, $"/metrics answers {answer.Status}"));
                yield break;
            }

            bool isWell = true;
            foreach (HealthVerdict verdict in ApiUseRules.Judge(answer.Body, Scope.ServerVersion))
            {
                isWell = false;
                yield return verdict;
            }

            if (isWell) yield return HealthVerdict.Of(HealthStatus.Healthy, "APIs in use", "None is removed soon");
        }
    }
}
