using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MicroK8s.Addresses;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Services;

/// <summary>
/// Watches microservices: tells all that there are, then every one of which something changes that is shown. It keeps
/// what exists and nothing of the past; whoever reads slowly slows the watches down and misses no last state.
/// </summary>
public static class MicroServiceWatch
{
    private const int Backlog = 1000;

    /// <summary>Runs until the token is cancelled.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="query">Which services.</param>
    /// <param name="describe">Makes the record of a workload.</param>
    /// <param name="onDenied">
    /// Told, on any thread, of every kind of workload that may not be read and is left out.
    /// </param>
    /// <param name="onUnknown">Told, on any thread, of what may not be read about addresses and traffic.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The records; one whose status is Removed for a service that is gone.</returns>
    /// <exception cref="ClusterException">
    /// AccessDenied: no kind of workload may be watched. Unreachable, if not even the start succeeds.
    /// </exception>
    public static async IAsyncEnumerable<MicroService> RunAsync(
        IResources resources, ServiceQuery query, Func<KubeObject, AddressMap, MicroService> describe,
        Action<ClusterException> onDenied, Action<ClusterException> onUnknown,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changes = Channel.CreateBounded<WatchEvent>(Backlog);
        var feed = new Feed(resources, query, changes.Writer, onDenied, onUnknown);
        Task running = feed.RunAsync(end.Token);
        try
        {
            var cache = new MicroServiceCache(feed.Types, query.Matches, describe);
            while (await changes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                // What came meanwhile is taken in at once: only the last state of a burst is worth telling.
                for (int i = 0; i < Backlog && changes.Reader.TryRead(out WatchEvent? change); i++)
                {
                    cache.Apply(change);
                }

                foreach (MicroService service in cache.TakeNews()) yield return service;
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The watches, merged into one stream; a fault of one ends the stream with it.</summary>
    private sealed class Feed(
        IResources resources, ServiceQuery query, ChannelWriter<WatchEvent> target,
        Action<ClusterException> onDenied, Action<ClusterException> onUnknown)
    {
        private readonly IReadOnlyList<ResourceQuery> _workloads = query.PerKind;
        private int _denied;

        public IReadOnlyList<ResourceType> Types => [.. _workloads.Select(one => one.Type), .. AddressMap.Types];

        public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
            _workloads.Concat(AddressMap.Types.Select(type =>
                    new ResourceQuery(type, RouteReaders.SpansNamespaces(type) ? null : query.Namespace)))
                .Select(one => PumpAsync(one, cancellationToken)));

        private async Task PumpAsync(ResourceQuery one, CancellationToken cancellationToken)
        {
            try
            {
                IAsyncEnumerable<WatchEvent> changes = resources.WatchAsync(one, cancellationToken);
                await foreach (WatchEvent change in changes.ConfigureAwait(false))
                {
                    await target.WriteAsync(change, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The watch is over.
            }
            catch (ClusterException exception)
                when (exception.Fault == ClusterFault.AccessDenied
                    && one.Namespace is null && query.Namespace is not null)
            {
                // Traffic rules of other namespaces may not be watched; those of its own may.
                await PumpAsync(one with { Namespace = query.Namespace }, cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (CanDoWithout(one.Type, exception))
            {
                await target.WriteAsync(
                    new WatchEvent(WatchEventKind.Synced, one.Type, null), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                target.TryComplete(exception);
            }
        }

        private bool CanDoWithout(ResourceType type, ClusterException exception)
        {
            bool isWorkload = _workloads.Any(one => one.Type == type);
            if (exception.Fault == ClusterFault.KindNotSupported) return !isWorkload;
            if (exception.Fault != ClusterFault.AccessDenied) return false;
            if (isWorkload && Interlocked.Increment(ref _denied) == _workloads.Count) return false;
            (isWorkload ? onDenied : onUnknown)(exception);
            return true;
        }
    }
}
