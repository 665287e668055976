using MicroK8s.Commands.Session;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;

namespace MicroK8s.Commands.Pipeline;

/// <summary>The Prometheus that a cmdlet asks: at its address, a Service that is named, or one that is found.</summary>
internal static class PrometheusConnection
{
    /// <summary>Opens it; nothing is sent to it yet.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="uri">Its own address. Null for a Service of the cluster.</param>
    /// <param name="service">The Service, as <c>namespace/name:port</c>. Null to look for it.</param>
    /// <param name="namespaceName">The namespace to look in. Null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">As <see cref="PrometheusServices"/>; InvalidSpec: both are given.</exception>
    public static async Task<IHttpService> OpenAsync(
        IClusterSession session, Uri? uri, string? service, string? namespaceName,
        CancellationToken cancellationToken)
    {
        CheckOne(uri, service);
        if (uri is not null) return BackendFactory.Create().OpenService(uri, bearerToken: null);
        return session.OpenService(service is not null
            ? Parse(service)
            : await PrometheusServices.FindAsync(session.Resources, namespaceName, cancellationToken));
    }

    /// <summary>An address and a Service exclude each other.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void CheckOne(Uri? uri, string? service)
    {
        if (uri is not null && service is not null)
        {
            throw InvalidInput.Of("PrometheusUri", uri, "cannot be given together with -PrometheusService");
        }
    }

    private static ProxiedService Parse(string text)
    {
        string[] parts = text.Split('/', ':');
        return parts is [{ Length: > 0 } space, { Length: > 0 } name, .. var port] && port.Length < 2
            ? new ProxiedService(space, name, port is [var one] ? one : null)
            : throw InvalidInput.Of(
                "PrometheusService", text, "must be a namespace and a Service, such as monitoring/prometheus:9090");
    }
}
