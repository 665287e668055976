using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Istio;

/// <summary>Whether VirtualServices lead to hosts, subsets and pods that are there.</summary>
public sealed class IstioConfigCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "IstioConfig";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Mesh;

    /// <inheritdoc/>
    public async IAsyncEnumerable<HealthVerdict> RunAsync(
        HealthScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!await scope.Session.ServesAsync(ResourceTypes.VirtualService, cancellationToken).ConfigureAwait(false))
        {
            yield return IstioRules.NotInstalled;
            yield break;
        }

        var routes = new List<KubeObject>();
        await foreach (KubeObject route in
            scope.ListAsync([ResourceTypes.VirtualService], cancellationToken).ConfigureAwait(false))
        {
            routes.Add(route);
        }

        MeshSnapshot mesh = await MeshReader.ReadAsync(scope, routes, cancellationToken).ConfigureAwait(false);
        HealthVerdict[] bad = [.. routes.Select(Judge).OfType<HealthVerdict>()];
        foreach (HealthVerdict verdict in bad) yield return verdict;
        HealthVerdict? sum = HealthSweep.Sum(
            routes.Count, routes.Count - bad.Length, "VirtualService", "Hosts exist, subsets select ready pods");
        if (sum is not null) yield return sum;

        HealthVerdict? Judge(KubeObject route) => HealthVerdict.FromProblems(
            $"{route}", VirtualServiceRules.Judge(route, mesh)
                .Concat(MeshConflictRules.Find(route, mesh.Resolver)).Distinct());
    }
}
