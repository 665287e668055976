using System.Runtime.CompilerServices;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>Lists workloads of all kinds as one list.</summary>
public static class WorkloadList
{
    /// <summary>
    /// The workloads by namespace and name, as the pages of the lists arrive; the lists of all kinds are begun at once.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="query">Which workloads.</param>
    /// <param name="onDenied">
    /// Told of every kind that may not be listed, if another one may. Null if nobody asks.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// AccessDenied, if no kind may be listed; InvalidSpec: a wrong selector.
    /// </exception>
    public static async IAsyncEnumerable<KubeObject> ReadAsync(
        IResources resources, WorkloadQuery query, Action<ClusterException>? onDenied,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Cursor[] cursors = [.. query.PerKind.Select(one => new Cursor(resources.ListAsync(one, cancellationToken)))];
        try
        {
            await Task.WhenAll(cursors.Select(cursor => cursor.MoveAsync())).ConfigureAwait(false);
            RequireSome(cursors, onDenied);

            // The server lists by key, so the smallest of the heads comes next (etcd: /registry/KIND/NAMESPACE/NAME).
            while (cursors.Where(cursor => cursor.Head is not null).MinBy(cursor => cursor.Key, StringComparer.Ordinal)
                is { } next)
            {
                yield return next.Head!;
                await next.MoveAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (Cursor cursor in cursors) await cursor.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void RequireSome(Cursor[] cursors, Action<ClusterException>? onDenied)
    {
        ClusterException[] denied = [.. cursors.Select(cursor => cursor.Denied).OfType<ClusterException>()];
        if (denied.Length == cursors.Length) throw denied[0];
        foreach (ClusterException exception in denied) onDenied?.Invoke(exception);
    }

    /// <summary>One list with its next object.</summary>
    private sealed class Cursor(IAsyncEnumerable<KubeObject> items) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<KubeObject> _items = items.GetAsyncEnumerator();

        public KubeObject? Head { get; private set; }

        public ClusterException? Denied { get; private set; }

        public string Key => $"{Head?.Namespace}/{Head?.Name}";

        public async Task MoveAsync()
        {
            try
            {
                Head = await _items.MoveNextAsync().ConfigureAwait(false) ? _items.Current : null;
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
            {
                (Head, Denied) = (null, exception);
            }
        }

        public ValueTask DisposeAsync() => _items.DisposeAsync();
    }
}
