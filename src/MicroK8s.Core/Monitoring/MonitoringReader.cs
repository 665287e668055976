using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Monitoring;

/// <summary>Reads what monitors a service, and what could.</summary>
public static class MonitoringReader
{
    /// <summary>The kinds of monitor.</summary>
    internal static readonly IReadOnlyList<ResourceType> MonitorTypes =
        [ResourceTypes.ServiceMonitor, ResourceTypes.PodMonitor];

    private static readonly IReadOnlyList<ResourceType> ServerTypes =
        [ResourceTypes.Prometheus, ResourceTypes.PrometheusAgent];

    /// <summary>Reads it.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied (<c>list services</c>), Unreachable.</exception>
    public static async Task<MonitoringSnapshot> ReadAsync(
        IClusterSession session, KubeObject workload, CancellationToken cancellationToken)
    {
        string space = workload.Namespace ?? "";
        var denials = new List<string>();
        IReadOnlyList<KubeObject> services = await session.Resources
            .ReadAllAsync(new ResourceQuery(ResourceTypes.Service, space), cancellationToken).ConfigureAwait(false);
        var served = new List<string>();
        var monitors = new List<KubeObject>();
        foreach (ResourceType type in MonitorTypes)
        {
            if (!await IsServedAsync(session, type, cancellationToken).ConfigureAwait(false)) continue;
            served.Add(type.Kind);
            monitors.AddRange(await ReadMonitorsAsync(session, type, space, denials, cancellationToken)
                .ConfigureAwait(false));
        }

        return new MonitoringSnapshot(workload, services, monitors)
        {
            ServedKinds = served,
            Prometheuses = served.Count == 0
                ? []
                : await ReadServersAsync(session, denials, cancellationToken).ConfigureAwait(false),
            NamespaceLabels = served.Count == 0
                ? null
                : await ReadLabelsAsync(session, space, cancellationToken).ConfigureAwait(false),
            Denials = denials,
        };
    }

    /// <summary>Reads what a removal needs: only the namespace itself.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its Services and monitors.</returns>
    /// <exception cref="ClusterException">AccessDenied, Unreachable.</exception>
    public static async Task<(IReadOnlyList<KubeObject> Services, IReadOnlyList<KubeObject> Monitors)> ReadOwnAsync(
        IClusterSession session, string namespaceName, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> services = await session.Resources
            .ReadAllAsync(new ResourceQuery(ResourceTypes.Service, namespaceName), cancellationToken)
            .ConfigureAwait(false);
        var monitors = new List<KubeObject>();
        foreach (ResourceType type in MonitorTypes)
        {
            if (!await IsServedAsync(session, type, cancellationToken).ConfigureAwait(false)) continue;
            monitors.AddRange(await session.Resources
                .ReadAllAsync(new ResourceQuery(type, namespaceName), cancellationToken).ConfigureAwait(false));
        }

        return (services, monitors);
    }

    /// <summary>A no is not remembered: the operator may be installed meanwhile.</summary>
    private static async Task<bool> IsServedAsync(
        IClusterSession session, ResourceType type, CancellationToken cancellationToken) =>
        await session.Discovery.FindAsync(type.ApiVersion, type.Kind, cancellationToken).ConfigureAwait(false)
            is not null;

    /// <summary>Those of other namespaces may look into this one.</summary>
    private static async Task<IReadOnlyList<KubeObject>> ReadMonitorsAsync(
        IClusterSession session, ResourceType type, string space, List<string> denials,
        CancellationToken cancellationToken)
    {
        bool isDenied = false;
        IReadOnlyList<KubeObject> all = await session.Resources.ReadAllOrAbsentAsync(
            new ResourceQuery(type, null), _ => isDenied = true, cancellationToken).ConfigureAwait(false);
        if (!isDenied) return all;
        denials.Add($"{type.Kind}s of other namespaces may not be read, so one of them may scrape the service too.");
        return await session.Resources.ReadAllAsync(new ResourceQuery(type, space), cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<KubeObject>?> ReadServersAsync(
        IClusterSession session, List<string> denials, CancellationToken cancellationToken)
    {
        var servers = new List<KubeObject>();
        bool isKnown = false;
        foreach (ResourceType type in ServerTypes)
        {
            if (!await IsServedAsync(session, type, cancellationToken).ConfigureAwait(false)) continue;
            ClusterException? denied = null;
            servers.AddRange(await session.Resources.ReadAllOrAbsentAsync(
                new ResourceQuery(type, null), exception => denied = exception, cancellationToken)
                .ConfigureAwait(false));
            if (denied is not null)
            {
                denials.Add(denied.Message);
                return null;
            }

            isKnown = true;
        }

        return isKnown ? servers : null;
    }

    private static async Task<IReadOnlyDictionary<string, string>?> ReadLabelsAsync(
        IClusterSession session, string space, CancellationToken cancellationToken)
    {
        try
        {
            var target = new ResourceRef(ResourceTypes.Namespace, null, space);
            KubeObject? found =
                await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
            return found?.Labels;
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }
    }
}
