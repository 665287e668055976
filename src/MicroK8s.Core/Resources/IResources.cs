using System.Text.Json.Nodes;
using MicroK8s.Errors;

namespace MicroK8s.Resources;

/// <summary>
/// Reads and writes objects of any kind. Every member throws <see cref="ClusterException"/> with a fault of the
/// connection (<see cref="ClusterFault.Unreachable"/>, <see cref="ClusterFault.NotAuthenticated"/>) or of the answer
/// (<see cref="ClusterFault.ResourceNotFound"/>, <see cref="ClusterFault.AccessDenied"/>,
/// <see cref="ClusterFault.Conflict"/> …), and <see cref="OperationCanceledException"/> when the token is cancelled.
/// Reads are retried on 429 and 5xx.
/// </summary>
public interface IResources
{
    /// <summary>Reads one object. Throws <see cref="ClusterFault.ResourceNotFound"/> if it does not exist.</summary>
    Task<KubeObject> GetAsync(ResourceRef target, CancellationToken cancellationToken);

    /// <summary>Reads one object. Null if it does not exist.</summary>
    Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken);

    /// <summary>Lists objects, page by page to the end, each as soon as its page is here.</summary>
    IAsyncEnumerable<KubeObject> ListAsync(ResourceQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Lists, then watches without end. A closed stream is taken up again, and a version that the server has
    /// forgotten (410) leads to a new list; either is reported as changes and a new
    /// <see cref="WatchEventKind.Synced"/>. Ends by the token only, or by a fault that no retry mends.
    /// </summary>
    IAsyncEnumerable<WatchEvent> WatchAsync(ResourceQuery query, CancellationToken cancellationToken);

    /// <summary>Creates an object; it must not exist (<see cref="ClusterFault.AlreadyExists"/>).</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="manifest">
    /// The object with <c>apiVersion</c>, <c>kind</c>, <c>metadata.name</c> and, if namespaced,
    /// <c>metadata.namespace</c>.
    /// </param>
    /// <param name="dryRun">Whether the server only checks and defaults it, and stores nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<KubeObject> CreateAsync(
        ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken);

    /// <summary>Changes named paths of an object; a concurrent change is <see cref="ClusterFault.Conflict"/>.</summary>
    Task<KubeObject> PatchAsync(
        ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken);

    /// <summary>
    /// Server-side apply: makes the object what the manifest says, for the fields that the manifest names; what an
    /// earlier apply named and this one does not is removed. Fields of others are a <see cref="ClusterFault.Conflict"/>
    /// with an <see cref="ApplyConflict"/> as target (kubernetes.io, "Server-Side Apply").
    /// </summary>
    /// <param name="type">Its kind.</param>
    /// <param name="manifest">
    /// The object with <c>apiVersion</c>, <c>kind</c>, <c>metadata.name</c> and, if namespaced,
    /// <c>metadata.namespace</c>.
    /// </param>
    /// <param name="force">Whether fields of others are taken over.</param>
    /// <param name="dryRun">Whether the server only checks and defaults it, and stores nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The whole object as the server stored it, or would.</returns>
    Task<KubeObject> ApplyAsync(
        ResourceType type, JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken);

    /// <summary>Deletes an object and, in the background, what it owns.</summary>
    /// <param name="target">The object.</param>
    /// <param name="uid">The identity that is meant, so that a new object of the same name stays; null for any.</param>
    /// <param name="dryRun">Whether the server only checks.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task DeleteAsync(ResourceRef target, string? uid, bool dryRun, CancellationToken cancellationToken);
}
