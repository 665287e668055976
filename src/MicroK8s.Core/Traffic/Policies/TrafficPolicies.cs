using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Traffic.Policies;

/// <summary>Reads, sets and removes traffic policies.</summary>
public static class TrafficPolicies
{
    /// <summary>Plans a policy.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="target">Whose policy.</param>
    /// <param name="values">The values of parameters, by names of <see cref="PolicyInput.Parameters"/>.</param>
    /// <param name="block">A <c>trafficPolicy</c> as a manifest has it. Null if there is none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec, ResourceNotFound, SubsetNotFound, RouteNotFound, AmbiguousRoute, RouteUnreachable,
    /// OwnedByController, AlreadyExists, KindNotSupported, AccessDenied.
    /// </exception>
    public static async Task<PolicyPlan> PlanAsync(
        IClusterSession session, PolicyTarget target, IReadOnlyDictionary<string, object?> values, JsonObject? block,
        CancellationToken cancellationToken)
    {
        PolicyFragment fragment = PolicyInput.Read(values, block);
        PolicyState state =
            await PolicyReader.ReadAsync(session, target.Namespace, cancellationToken).ConfigureAwait(false);
        int? pods = fragment.Settings.Contains(PolicySetting.Outlier)
            ? await PolicyReader.CountPodsAsync(session, state, state.Host(target.Service), cancellationToken)
                .ConfigureAwait(false)
            : null;
        PolicyPlan plan = PolicyPlanner.Set(state, target, fragment, pods);
        if (fragment.Rule.Text("tls", BackendTlsFields.CaConfigMap) is not { } map) return plan;
        string? missing = await PolicyReader.CheckCaAsync(
            session, state.Host(target.Service), map, cancellationToken).ConfigureAwait(false);
        return missing is null ? plan : plan with { Warnings = [.. plan.Warnings, missing] };
    }

    /// <summary>Plans the removal of parts of a policy.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="target">Whose policy.</param>
    /// <param name="settings">The parts; none for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound, SubsetNotFound, RouteNotFound, OwnedByController, InvalidSpec, AccessDenied.
    /// </exception>
    public static async Task<PolicyPlan> PlanRemovalAsync(
        IClusterSession session, PolicyTarget target, IReadOnlyCollection<PolicySetting> settings,
        CancellationToken cancellationToken)
    {
        PolicyState state =
            await PolicyReader.ReadAsync(session, target.Namespace, cancellationToken).ConfigureAwait(false);
        return PolicyPlanner.Remove(state, target, settings);
    }

    /// <summary>The policies of a namespace, as its callers see them.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the callers and of their rules.</param>
    /// <param name="names">Services that are reported even without a policy.</param>
    /// <param name="onDenied">Told of each kind that may not be read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable.</exception>
    public static async Task<IReadOnlyList<TrafficPolicy>> ReadAsync(
        IClusterSession session, string namespaceName, IEnumerable<string> names, Action<ClusterException> onDenied,
        CancellationToken cancellationToken)
    {
        PolicyState state =
            await PolicyReader.ReadAsync(session, namespaceName, cancellationToken).ConfigureAwait(false);
        foreach (ClusterException denial in state.Denials.Values) onDenied(denial);
        return [.. PolicyReport.Of(state, names)];
    }
}
