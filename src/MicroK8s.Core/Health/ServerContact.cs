using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>The first question to the server: does it answer, what is it, what time does it have?</summary>
/// <param name="Version">Its version. Null if it does not tell, as while it starts.</param>
/// <param name="Ahead">How far its clock is ahead of ours; zero if it does not tell.</param>
/// <param name="Silence">Why there was no answer. Null if there was one.</param>
public sealed record ServerContact(string? Version, TimeSpan Ahead, string? Silence)
{
    /// <summary>Asks the server for its version, which no right is needed for.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="timeout">After this, no answer will come.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// NotAuthenticated, NotKubernetes: the kubeconfig is wrong, not the cluster.
    /// </exception>
    public static async Task<ServerContact> MakeAsync(
        IClusterSession session, TimeProvider clock, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            ServerAnswer answer = await session.ProbeAsync("version", limit.Token).ConfigureAwait(false);
            return Understand(answer, session.Context, clock.GetUtcNow());
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.Unreachable)
        {
            return new ServerContact(null, TimeSpan.Zero, exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServerContact(null, TimeSpan.Zero, $"No answer within {AgeText.Of(timeout)}");
        }
    }

    /// <summary>What the answer to <c>/version</c> says.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="context">Where it came from.</param>
    /// <param name="now">When it came, by this machine's clock.</param>
    /// <exception cref="ClusterException">NotAuthenticated, NotKubernetes.</exception>
    public static ServerContact Understand(ServerAnswer answer, ClusterContext context, DateTimeOffset now)
    {
        if (answer.Status == 401)
        {
            throw new ClusterException(
                ClusterFault.NotAuthenticated,
                $"The cluster of context '{context.Name}' does not accept the credentials of user '{context.User}'.",
                context.Name, "Sign in again, or choose another context with -Context.");
        }

        string? version = answer.IsSuccess ? ReadVersion(answer.Body) : null;
        if (version is null && (answer.IsSuccess || answer.Status == 404))
        {
            throw new ClusterException(
                ClusterFault.NotKubernetes,
                $"{context.Server} of context '{context.Name}' is not a Kubernetes API server: it tells no version.",
                context.Name, "Check the server address in the kubeconfig.");
        }

        return new ServerContact(version, answer.Date - now ?? TimeSpan.Zero, null);
    }

    private static string? ReadVersion(string body)
    {
        try
        {
            return KubeObject.Parse(body).Json.Text("gitVersion");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
