using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>The disruption budgets of all namespaces that a drain meets, one watch for each. Thread-safe.</summary>
/// <param name="session">The cluster.</param>
internal sealed class BudgetWatches(IClusterSession session)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, BudgetWatch> _watches = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];

    /// <summary>What runs until the token of its first caller ends it.</summary>
    public Task[] Running
    {
        get
        {
            lock (_gate) return [.. _running];
        }
    }

    /// <summary>
    /// The budgets of a pod as they are now, and what completes when any budget of its namespace changes.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">Ends the watch, too, if it is the first of the namespace.</param>
    public async Task<(IReadOnlyList<KubeObject> Budgets, Task Change)> OfAsync(
        KubeObject pod, CancellationToken cancellationToken)
    {
        string space = pod.Namespace ?? "";
        BudgetWatch? watch;
        lock (_gate)
        {
            if (!_watches.TryGetValue(space, out watch))
            {
                watch = _watches[space] = new BudgetWatch();
                _running.Add(watch.FollowAsync(session, space, cancellationToken));
            }
        }

        await watch.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        (IReadOnlyList<KubeObject> all, Task change) = watch.Look();
        return (DisruptionBudgets.Of(pod, all), change);
    }
}
