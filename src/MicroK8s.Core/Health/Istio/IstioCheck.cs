using System.Runtime.CompilerServices;
using MicroK8s.Health.Workloads;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>Whether Istio's control plane works: istiod, and the webhook that injects sidecars.</summary>
public sealed class IstioCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Istio";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Mesh;

    /// <inheritdoc/>
    public async IAsyncEnumerable<HealthVerdict> RunAsync(
        HealthScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IResources resources = scope.Session.Resources;
        bool served =
            await scope.Session.ServesAsync(ResourceTypes.VirtualService, cancellationToken).ConfigureAwait(false);
        var root = new ResourceRef(ResourceTypes.Namespace, null, IstioResolver.DefaultRootNamespace);
        if (!served || await resources.FindAsync(root, cancellationToken).ConfigureAwait(false) is null)
        {
            yield return served ? IstioRules.NoControlPlane : IstioRules.NotInstalled;
            yield break;
        }

        var daemons = new ResourceQuery(ResourceTypes.Deployment, IstioResolver.DefaultRootNamespace)
        {
            LabelSelector = "app=istiod",
        };
        await foreach (HealthVerdict verdict in HealthSweep.RunAsync(
            resources.ListAsync(daemons, cancellationToken), istiod => WorkloadRules.Judge(istiod, scope.Now),
            "istiod Deployment", "All replicas updated and available", cancellationToken).ConfigureAwait(false))
        {
            yield return verdict.Status == HealthStatus.Skipped ? IstioRules.NoControlPlane : verdict;
        }

        var injectors = new ResourceQuery(ResourceTypes.MutatingWebhookConfiguration, null)
        {
            LabelSelector = "app=sidecar-injector",
        };
        await foreach (HealthVerdict verdict in HealthSweep.RunAsync(
            resources.ListAsync(injectors, cancellationToken), IstioRules.JudgeInjector, "sidecar injector",
            "It knows istiod and its certificate", cancellationToken).ConfigureAwait(false))
        {
            yield return verdict.Status == HealthStatus.Skipped ? IstioRules.NoInjector : verdict;
        }
    }
}
