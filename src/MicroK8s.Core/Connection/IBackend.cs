using MicroK8s.Errors;
using MicroK8s.Evidence;
using MicroK8s.Yaml;

namespace MicroK8s.Connection;

/// <summary>The door to the Kubernetes adapter.</summary>
public interface IBackend
{
    /// <summary>Reads and writes YAML, without any cluster.</summary>
    IYaml Yaml { get; }

    /// <summary>The special functions by which a canary is judged, without any cluster.</summary>
    IDistributions Distributions { get; }

    /// <summary>The contexts that the options lead to, without any network traffic.</summary>
    /// <exception cref="ClusterException">KubeConfigNotFound, InvalidKubeConfig.</exception>
    IReadOnlyList<ClusterContext> ReadContexts(ConnectionOptions options);

    /// <summary>Makes a session. Nothing is sent yet, except what a credential plugin of the kubeconfig does.</summary>
    /// <exception cref="ClusterException">
    /// KubeConfigNotFound, InvalidKubeConfig, ContextNotFound, CertificateExpired, CredentialPluginFailed.
    /// </exception>
    Task<IClusterSession> OpenAsync(ConnectionOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// A service at an address of its own. Nothing is sent yet. The certificate of an https server is always checked,
    /// against the authorities of this system.
    /// </summary>
    /// <param name="address">
    /// An http or https address; a path is kept as a prefix. A name and password in it are sent as Basic, and are never
    /// shown.
    /// </param>
    /// <param name="bearerToken">A token to send in their place. Null for none.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec: another scheme, a query, two kinds of credentials, or credentials over plain http to another
    /// machine.
    /// </exception>
    IHttpService OpenService(Uri address, string? bearerToken);
}
