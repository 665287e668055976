using System.Collections.Concurrent;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Health.Istio;

/// <summary>Reads what the routes lead to, and no other namespace.</summary>
public static class MeshReader
{
    /// <summary>Namespaces read at the same time; a mesh may have hundreds, and the server serves others too.</summary>
    private const int AtOnce = 8;

    /// <summary>Reads the namespaces of the routes' callers and of their destinations side by side.</summary>
    /// <param name="scope">The cluster.</param>
    /// <param name="routes">The VirtualServices.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ClusterException">Unreachable. A missing right is noted in the snapshot.</exception>
    public static async Task<MeshSnapshot> ReadAsync(
        HealthScope scope, IReadOnlyList<KubeObject> routes, CancellationToken cancellationToken)
    {
        MeshDestination[] destinations = [.. routes.SelectMany(MeshDestination.Of)];
        IEnumerable<string> names = destinations.Select(to => ServiceHost.OfFullName(to.Host)?.Namespace)
            .Concat(routes.SelectMany(IstioResolver.CallersOf)).OfType<string>()
            .Append(IstioResolver.DefaultRootNamespace).Distinct(StringComparer.Ordinal);
        var spaces = new ConcurrentDictionary<string, MeshNamespace>(StringComparer.Ordinal);
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names, limit, async (name, stop) =>
            spaces[name] = await ReadNamespaceAsync(scope, name, stop).ConfigureAwait(false)).ConfigureAwait(false);
        var delegates = new ConcurrentDictionary<(string Namespace, string Name), bool?>();
        IEnumerable<(string Namespace, string Name)> elsewhere = routes.SelectMany(MeshDelegate.Of)
            .Select(one => (one.Namespace, one.Name)).Distinct()
            .Where(one => !routes.Any(route => route.Namespace == one.Namespace && route.Name == one.Name));
        await Parallel.ForEachAsync(elsewhere, limit, async (one, stop) =>
            delegates[one] = await ExistsAsync(scope, one, stop).ConfigureAwait(false)).ConfigureAwait(false);
        bool leavesCluster = destinations.Any(to => ServiceHost.OfFullName(to.Host) is null);
        return new MeshSnapshot(
            spaces, leavesCluster ? await ReadExternalHostsAsync(scope, cancellationToken).ConfigureAwait(false) : [],
            routes)
        {
            Delegates = delegates,
        };
    }

    private static async Task<bool?> ExistsAsync(
        HealthScope scope, (string Namespace, string Name) one, CancellationToken cancellationToken)
    {
        try
        {
            var target = new ResourceRef(ResourceTypes.VirtualService, one.Namespace, one.Name);
            return await scope.Session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }
    }

    private static async Task<MeshNamespace> ReadNamespaceAsync(
        HealthScope scope, string name, CancellationToken cancellationToken)
    {
        try
        {
            Task<List<KubeObject>> services =
                ReadAsync(scope, ResourceTypes.Service, name, item => item, cancellationToken);
            Task<List<KubeObject>> rules =
                ReadAsync(scope, ResourceTypes.DestinationRule, name, item => item, cancellationToken);
            Task<List<MeshPod>> pods = ReadAsync(scope, ResourceTypes.Pod, name, Summarise, cancellationToken);
            await Task.WhenAll(services, rules, pods).ConfigureAwait(false);
            return new MeshNamespace(name)
            {
                Services = (await services.ConfigureAwait(false)).DistinctBy(service => service.Name).ToDictionary(
                    service => service.Name, service => service.Json.Map("spec", "selector"), StringComparer.Ordinal),
                DestinationRules = await rules.ConfigureAwait(false),
                Pods = await pods.ConfigureAwait(false),
            };
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return new MeshNamespace(name) { Denied = MissingRight.Describe(exception) };
        }
    }

    private static async Task<IReadOnlyCollection<string>?> ReadExternalHostsAsync(
        HealthScope scope, CancellationToken cancellationToken)
    {
        bool served =
            await scope.Session.ServesAsync(ResourceTypes.ServiceEntry, cancellationToken).ConfigureAwait(false);
        if (!served) return [];
        try
        {
            List<KubeObject> entries =
                await ReadAsync(scope, ResourceTypes.ServiceEntry, null, item => item, cancellationToken)
                    .ConfigureAwait(false);
            return [.. entries.SelectMany(entry => entry.Json.Items("spec", "hosts")).Select(host => $"{host}")];
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }
    }

    private static MeshPod Summarise(KubeObject pod) => new(pod.Labels, WorkloadPods.IsReady(pod));

    /// <summary>What is kept of each object: pods are many and large, so their JSON goes page by page.</summary>
    private static async Task<List<T>> ReadAsync<T>(
        HealthScope scope, ResourceType type, string? namespaceName, Func<KubeObject, T> keep,
        CancellationToken cancellationToken)
    {
        var kept = new List<T>();
        var query = new ResourceQuery(type, namespaceName);
        await foreach (KubeObject item in
            scope.Session.Resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            kept.Add(keep(item));
        }

        return kept;
    }
}
