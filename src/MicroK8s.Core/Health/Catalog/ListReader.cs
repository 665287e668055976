using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Health.Catalog;

/// <summary>
/// Reads the lists that the checks of a run want: each list once, page by page, every object handed at once to all
/// checks that want it. No page outlives its objects, so memory does not grow with the cluster.
/// </summary>
/// <param name="scope">What is tested.</param>
internal sealed class ListReader(HealthScope scope)
{
    /// <summary>
    /// Lists read at the same time. More would not be faster: the server limits how many requests of a user it serves
    /// at once (kubernetes.io, API Priority and Fairness).
    /// </summary>
    private const int AtOnce = 6;

    private sealed record Wish(CheckRun Run, HealthList List);

    /// <summary>Reads everything that these checks want.</summary>
    public async Task ReadAsync(IReadOnlyList<CheckRun> runs, CancellationToken cancellationToken)
    {
        var groups = runs.SelectMany(run => run.Lists.Select(list => new Wish(run, list)))
            .GroupBy(wish => (wish.List.Type, wish.List.Older, wish.List.FieldSelector));
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(groups, limit, async (group, stop) => await ReadGroupAsync([.. group], stop)
            .ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task ReadGroupAsync(Wish[] wishes, CancellationToken cancellationToken)
    {
        HealthList any = wishes[0].List;
        if (!await TryReadAsync(any.Type, wishes, cancellationToken).ConfigureAwait(false)
            && (any.Older is null || !await TryReadAsync(any.Older, wishes, cancellationToken).ConfigureAwait(false)))
        {
            foreach (Wish wish in wishes) wish.Run.Lack(wish.List);
        }

        foreach (Wish wish in wishes) wish.Run.EndList();
    }

    /// <summary>False if the server does not have the kind.</summary>
    private async Task<bool> TryReadAsync(ResourceType type, Wish[] wishes, CancellationToken cancellationToken)
    {
        Wish[] wide = [.. wishes.Where(wish => WantsAll(wish.List))];
        try
        {
            if (wide.Length > 0)
            {
                ClusterException? denied =
                    await ReadOneAsync(type, null, wishes, cancellationToken).ConfigureAwait(false);
                if (denied is null) return true;
                foreach (Wish wish in wide) wish.Run.Miss(wish.List, denied);
            }

            // Who may not read all namespaces may still read those that some checks are about.
            Wish[] narrow = [.. wishes.Except(wide)];
            foreach (string name in narrow.SelectMany(wish => NamespacesOf(wish.List)).Distinct())
            {
                Wish[] here = [.. narrow.Where(wish => NamespacesOf(wish.List).Contains(name))];
                ClusterException? denied =
                    await ReadOneAsync(type, name, here, cancellationToken).ConfigureAwait(false);
                if (denied is null) continue;
                foreach (Wish wish in here) wish.Run.Miss(wish.List, denied);
            }

            return true;
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
        {
            return false;
        }
    }

    /// <summary>Reads one list. What kept it from being read, or from being read to its end, is returned.</summary>
    private async Task<ClusterException?> ReadOneAsync(
        ResourceType type, string? namespaceName, Wish[] wishes, CancellationToken cancellationToken)
    {
        var query = new ResourceQuery(type, namespaceName) { FieldSelector = wishes[0].List.FieldSelector };
        try
        {
            await foreach (KubeObject item in
                scope.Session.Resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                foreach (Wish wish in wishes)
                {
                    if (wish.List.Contains(item, scope.Namespaces)) wish.Run.Take(item);
                }
            }

            return null;
        }
        catch (ClusterException exception) when (exception.Fault != ClusterFault.KindNotSupported)
        {
            // Rights are asked for before the kind, so one that is not installed looks like one that is forbidden.
            if (exception.Fault != ClusterFault.AccessDenied || await IsServedAsync().ConfigureAwait(false))
            {
                return exception;
            }

            throw new ClusterException(ClusterFault.KindNotSupported, exception.Message, exception.Target);
        }

        async Task<bool> IsServedAsync()
        {
            try
            {
                return await scope.Session.ServesAsync(type, cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException)
            {
                // Who may not ask is told of the missing right.
                return true;
            }
        }
    }

    private bool WantsAll(HealthList list) =>
        !list.Type.Namespaced || (list.Namespace is null && (list.Everywhere || scope.Namespaces.Count == 0));

    private IReadOnlyList<string> NamespacesOf(HealthList list) =>
        list.Namespace is { } one ? [one] : scope.Namespaces;
}
