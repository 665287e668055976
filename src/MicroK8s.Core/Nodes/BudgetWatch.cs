using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>
/// The disruption budgets of one namespace as they are now. Thread-safe; followed until the token ends it.
/// </summary>
internal sealed class BudgetWatch
{
    private readonly object _gate = new();
    private readonly Dictionary<string, KubeObject> _budgets = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All budgets were read once, or cannot be read.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The budgets, and what completes when any of them changes.</summary>
    public (IReadOnlyList<KubeObject> Budgets, Task Change) Look()
    {
        lock (_gate) return ([.. _budgets.Values], _change.Task);
    }

    /// <summary>The kind of the budgets that the server has.</summary>
    public static async Task<ResourceType> FindTypeAsync(
        IClusterSession session, CancellationToken cancellationToken) =>
        await session.ServesAsync(ResourceTypes.PodDisruptionBudget, cancellationToken).ConfigureAwait(false)
            ? ResourceTypes.PodDisruptionBudget
            : ResourceTypes.PodDisruptionBudgetBeta;

    /// <summary>Follows them. Who may not read them is not told what blocks, and waits all the same.</summary>
    public async Task FollowAsync(IClusterSession session, string namespaceName, CancellationToken cancellationToken)
    {
        try
        {
            ResourceType type = await FindTypeAsync(session, cancellationToken).ConfigureAwait(false);
            var query = new ResourceQuery(type, namespaceName);
            await foreach (WatchEvent change in session.Resources.WatchAsync(query, cancellationToken)
                .ConfigureAwait(false))
            {
                Take(change);
            }
        }
        catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
        {
            _ready.TrySetResult();
        }
    }

    private void Take(WatchEvent change)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            if (change.Kind == WatchEventKind.Changed) _budgets[change.Item!.Uid] = change.Item;
            if (change.Kind == WatchEventKind.Removed) _budgets.Remove(change.Item!.Uid);
            told = _change;
            _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (change.Kind == WatchEventKind.Synced) _ready.TrySetResult();
        told.TrySetResult();
    }
}
