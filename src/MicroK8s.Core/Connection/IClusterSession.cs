using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Connection;

/// <summary>A connection to one cluster as one user. Thread-safe; lives until it is disposed.</summary>
public interface IClusterSession : IDisposable
{
    /// <summary>The context behind the session.</summary>
    ClusterContext Context { get; }

    /// <summary>Reads and writes objects.</summary>
    IResources Resources { get; }

    /// <summary>Tells what kinds of object the server has.</summary>
    IDiscovery Discovery { get; }

    /// <summary>Evicts pods.</summary>
    IEvictions Evictions { get; }

    /// <summary>Reads logs.</summary>
    IPodLogs Logs { get; }

    /// <summary>Runs commands in containers.</summary>
    IPodExec Exec { get; }

    /// <summary>Connects to ports of pods.</summary>
    IPodPortForward PortForward { get; }

    /// <summary>Until when the certificates of the connection are valid, as far as it has been used.</summary>
    ConnectionCertificates Certificates { get; }

    /// <summary>A service behind the API server's proxy. Nothing is sent yet; it ends with the session.</summary>
    /// <param name="service">The service.</param>
    /// <exception cref="ClusterException">InvalidSpec: it cannot have such a name or port.</exception>
    IHttpService OpenService(ProxiedService service);

    /// <summary>The server's version, such as <c>v1.20.2</c>; asked once per session.</summary>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated, NotKubernetes.</exception>
    Task<string> GetServerVersionAsync(CancellationToken cancellationToken);

    /// <summary>A plain GET, such as of <c>/readyz</c>. Every HTTP status is an answer, not a fault.</summary>
    /// <param name="path">The path and query, without a leading slash.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable only.</exception>
    Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken);

    /// <summary>Whether the server serves this kind, by discovery; asked once per group and session.</summary>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken);
}
