using System.Runtime.CompilerServices;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Health.Nodes;

/// <summary>Whether nodes are ready, without pressure, open for pods, in touch and of a version that fits.</summary>
public sealed class NodesCheck : IHealthCheck
{
    private const string LeaseNamespace = "kube-node-lease";

    /// <inheritdoc/>
    public string Name => "Nodes";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Nodes;

    /// <inheritdoc/>
    public async IAsyncEnumerable<HealthVerdict> RunAsync(
        HealthScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, DateTimeOffset>? heartbeats =
            await ReadHeartbeatsAsync(scope, cancellationToken).ConfigureAwait(false);
        if (heartbeats is null)
        {
            yield return new HealthVerdict(
                HealthStatus.Unknown, LeaseNamespace,
                $"{MissingRight.Describe($"list leases in namespace {LeaseNamespace}")}, so heartbeats are not known",
                MissingRight.Advice);
        }

        IAsyncEnumerable<KubeObject> nodes = scope.Session.Resources.ListAsync(
            new ResourceQuery(ResourceTypes.Node, null), cancellationToken);
        IAsyncEnumerable<HealthVerdict> verdicts =
            HealthSweep.RunAsync(nodes, Judge, "node", "Ready, no pressure, version fits", cancellationToken);
        await foreach (HealthVerdict verdict in verdicts.ConfigureAwait(false))
        {
            yield return verdict;
        }

        HealthVerdict? Judge(KubeObject node) => NodeRules.Judge(
            node, scope.ServerVersion, HeartbeatAge(node));

        TimeSpan? HeartbeatAge(KubeObject node) =>
            heartbeats is not null && heartbeats.TryGetValue(node.Name, out DateTimeOffset renewed)
                ? scope.Now - renewed
                : null;
    }

    /// <summary>When each node was last heard of. Null if that may not be read.</summary>
    private static async Task<Dictionary<string, DateTimeOffset>?> ReadHeartbeatsAsync(
        HealthScope scope, CancellationToken cancellationToken)
    {
        var heartbeats = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var query = new ResourceQuery(ResourceTypes.Lease, LeaseNamespace);
        try
        {
            await foreach (KubeObject lease in
                scope.Session.Resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (lease.Json.Time("spec", "renewTime") is { } renewed) heartbeats[lease.Name] = renewed;
            }
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }

        return heartbeats;
    }
}
