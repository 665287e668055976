using MicroK8s.Errors;
using MicroK8s.Yaml;

namespace MicroK8s.Connection;

/// <summary>The door to the Kubernetes adapter.</summary>
public interface IBackend
{
    /// <summary>Reads and writes YAML, without any cluster.</summary>
    IYaml Yaml { get; }

    /// <summary>The contexts that the options lead to, without any network traffic.</summary>
    /// <exception cref="ClusterException">KubeConfigNotFound, InvalidKubeConfig.</exception>
    IReadOnlyList<ClusterContext> ReadContexts(ConnectionOptions options);

    /// <summary>Makes a session. Nothing is sent yet, except what a credential plugin of the kubeconfig does.</summary>
    /// <exception cref="ClusterException">
    /// KubeConfigNotFound, InvalidKubeConfig, ContextNotFound, CertificateExpired, CredentialPluginFailed.
    /// </exception>
    Task<IClusterSession> OpenAsync(ConnectionOptions options, CancellationToken cancellationToken);
}
