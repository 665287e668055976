using MicroK8s.Commands.Session;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Connection;

/// <summary>Reads the contexts of a kubeconfig.</summary>
internal static class ContextsFile
{
    /// <summary>On the pool: a kubeconfig that is a pipe may block, and a stop must not wait for it.</summary>
    public static Task<IReadOnlyList<ClusterContext>> ReadAsync(
        ConnectionOptions options, CancellationToken cancellationToken) =>
        Task.Run(() => BackendFactory.Create().ReadContexts(options), CancellationToken.None)
            .WaitAsync(cancellationToken);
}
