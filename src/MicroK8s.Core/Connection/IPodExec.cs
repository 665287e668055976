using MicroK8s.Errors;

namespace MicroK8s.Connection;

/// <summary>Runs commands in containers.</summary>
public interface IPodExec
{
    /// <summary>Starts a command. Whether the program exists is told by its end only.</summary>
    /// <param name="request">What to run, and where.</param>
    /// <param name="cancellationToken">Ends the call; not the command once it runs.</param>
    /// <exception cref="ClusterException">
    /// Unreachable; AccessDenied (<c>create pods/exec</c>); ResourceNotFound; InvalidSpec: the pod has no such
    /// container.
    /// </exception>
    Task<IPodCommand> StartAsync(CommandRequest request, CancellationToken cancellationToken);
}
