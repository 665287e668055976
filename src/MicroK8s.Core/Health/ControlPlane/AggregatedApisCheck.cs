using MicroK8s.Resources;

namespace MicroK8s.Health.ControlPlane;

/// <summary>Whether the servers behind aggregated APIs answer.</summary>
public sealed class AggregatedApisCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "AggregatedApis";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.ControlPlane;

    /// <inheritdoc/>
    public string Summary => "Every aggregated API is available";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ApiUseCodes.OfAggregation;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, [new HealthList(ResourceTypes.ApiService)], new HealthSum("API", "Available"), Judge);

    /// <summary>
    /// What is wrong with an APIService. One that the API server itself answers for is always available.
    /// </summary>
    private static IEnumerable<HealthProblem> Judge(KubeObject api)
    {
        if (api.Condition("Available") is var available && available.Text("status") == "True") return [];
        string? service = api.Json.Text("spec", "service", "name");
        if (service is null) return [];

        string space = api.Json.Text("spec", "service", "namespace") ?? "default";
        string said = available.Text("message") ?? available.Text("reason") ?? "no reason given";
        return
        [
            new HealthProblem(
                ApiUseCodes.NotAvailable, $"Service {space}/{service} does not answer for it: {said}",
                $"Test-ClusterHealth Services, Pods -Namespace {space}"),
        ];
    }
}
