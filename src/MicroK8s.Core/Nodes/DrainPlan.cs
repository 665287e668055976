using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>What a drain of a node would do.</summary>
/// <param name="Node">The node.</param>
/// <param name="Options">How it is drained.</param>
/// <param name="Verdicts">What becomes of each pod.</param>
/// <param name="Budgets">The disruption budgets of the namespaces of these pods.</param>
public sealed record DrainPlan(
    KubeObject Node, DrainOptions Options, IReadOnlyList<DrainVerdict> Verdicts, IReadOnlyList<KubeObject> Budgets)
{
    /// <summary>What is to be known before, as whole sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What is done, with a line for each pod: what becomes of it, and what would block it.</summary>
    public string Description
    {
        get
        {
            int evicted = Verdicts.Count(verdict => verdict.Action == DrainAction.Evict);
            int skipped = Verdicts.Count(verdict => verdict.Action == DrainAction.Skip);
            string cordon = NodeScheduling.IsSuspended(Node) ? "it is cordoned already" : "cordon it";
            string title = $"Drain node {Node.Name}: {cordon}, evict {evicted} {(evicted == 1 ? "pod" : "pods")}"
                + (skipped == 0 ? "" : $", leave {skipped} alone");
            return string.Join('\n', Lines().Prepend(title));
        }
    }

    /// <summary>Reads a node and its pods, and decides.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="name">The node.</param>
    /// <param name="options">How it is drained.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound; ProtectedObject: pods that an option has to allow, all of them in the message.
    /// </exception>
    public static async Task<DrainPlan> ReadAsync(
        IClusterSession session, string name, DrainOptions options, CancellationToken cancellationToken)
    {
        IResources resources = session.Resources;
        KubeObject node = await resources
            .GetAsync(new ResourceRef(ResourceTypes.Node, null, name), cancellationToken).ConfigureAwait(false);

        // A server that cannot evict is found out before anything is written.
        await session.Evictions.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var owners = new DaemonSetLookup(resources);
        var verdicts = new List<DrainVerdict>();
        ResourceQuery pods = NodePods.QueryOf(name) with { LabelSelector = options.PodSelector };
        await foreach (KubeObject pod in resources.ListAsync(pods, cancellationToken).ConfigureAwait(false))
        {
            bool hasDaemonSet = await owners.ExistsAsync(pod, cancellationToken).ConfigureAwait(false);
            verdicts.Add(DrainRules.Judge(pod, hasDaemonSet, options));
        }

        if (Refusal(name, verdicts) is { } refusal) throw refusal;
        var warnings = new List<string>();
        IReadOnlyList<KubeObject> budgets =
            await ReadBudgetsAsync(session, verdicts, warnings, cancellationToken).ConfigureAwait(false);
        return new DrainPlan(node, options, verdicts, budgets) { Warnings = warnings };
    }

    /// <summary>The error of pods that keep a node from being drained. Null if there are none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="verdicts">What becomes of each pod.</param>
    internal static ClusterException? Refusal(string node, IEnumerable<DrainVerdict> verdicts)
    {
        DrainVerdict[] refused = [.. verdicts.Where(verdict => verdict.Action == DrainAction.Refuse)];
        if (refused.Length == 0) return null;
        IEnumerable<string> causes = refused.GroupBy(verdict => verdict.Reason).Select(group =>
            $"{string.Join(", ", group.Select(verdict => $"{verdict.Pod.Namespace}/{verdict.Pod.Name}"))} "
            + (group.Count() == 1 ? group.Key : $"each {group.Key}"));
        string parameters = string.Join(
            " and ", refused.SelectMany(verdict => verdict.Parameter!.Split(" and ")).Distinct()
                .Order(StringComparer.Ordinal));
        return new ClusterException(
            ClusterFault.ProtectedObject,
            $"Node {node} is not drained, and nothing was changed: {string.Join("; ", causes)}.", node,
            $"Make sure that these pods are not needed, then use {parameters}.");
    }

    private static async Task<IReadOnlyList<KubeObject>> ReadBudgetsAsync(
        IClusterSession session, IEnumerable<DrainVerdict> verdicts, List<string> warnings,
        CancellationToken cancellationToken)
    {
        ResourceType type = await BudgetWatch.FindTypeAsync(session, cancellationToken).ConfigureAwait(false);
        string[] spaces =
        [
            .. verdicts.Where(verdict => verdict.Action == DrainAction.Evict).Select(verdict => verdict.Pod.Namespace!)
                .Distinct(),
        ];
        IReadOnlyList<KubeObject>[] lists = await Task.WhenAll(spaces.Select(space => session.Resources
            .ReadAllOrAbsentAsync(new ResourceQuery(type, space), Denied, cancellationToken))).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];

        void Denied(ClusterException exception)
        {
            lock (warnings) warnings.Add($"Budgets that block an eviction cannot be named: {exception.Message}");
        }
    }

    private IEnumerable<string> Lines()
    {
        var left = Budgets.ToDictionary(budget => budget.Uid, DisruptionBudgets.AllowedOf, StringComparer.Ordinal);
        foreach (DrainVerdict verdict in Verdicts.OrderBy(verdict => verdict.Action)
            .ThenBy(verdict => $"{verdict.Pod}", StringComparer.Ordinal))
        {
            string name = $"{verdict.Pod.Namespace}/{verdict.Pod.Name}";
            string why = verdict.Reason is null ? "" : $": {verdict.Reason}";
            yield return verdict.Action switch
            {
                DrainAction.Evict => $"  evict {name}{why}{Obstacle(verdict.Pod, left)}",
                DrainAction.Wait => $"  wait for {name}{why}",
                _ => $"  leave {name}{why}",
            };
        }
    }

    /// <summary>What a pod would have to wait for, if those above it are evicted first.</summary>
    private string Obstacle(KubeObject pod, Dictionary<string, int> left)
    {
        if (DisruptionBudgets.IsFree(pod)) return "";
        IReadOnlyList<KubeObject> own = DisruptionBudgets.Of(pod, Budgets);
        if (own.Count == 0) return "";
        if (own.Count > 1) return $"; cannot be evicted: {DisruptionBudgets.DescribeSeveral(own)}";
        if (left[own[0].Uid]-- > 0) return "";
        string usedUp = DisruptionBudgets.AllowedOf(own[0]) > 0 ? ", which the pods above use up" : "";
        return $"; has to wait: {DisruptionBudgets.Describe(own[0])}{usedUp}";
    }
}
