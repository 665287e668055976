using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Traffic;
using MicroK8s.Updates;

namespace MicroK8s.Rollback;

/// <summary>
/// The traffic of a service's canary, to be taken back before the service is rolled back: while pods are replaced,
/// nobody should be sent to the other experiment.
/// </summary>
public sealed class CanaryReset
{
    private readonly string _namespace;
    private readonly string _service;
    private readonly bool _ignoreOwner;
    private readonly IReadOnlyList<WeightPlan> _plans;

    private CanaryReset(RollbackPlan plan, bool ignoreOwner, IReadOnlyList<WeightPlan> plans)
    {
        _namespace = plan.Target.Namespace!;
        _service = plan.Service;
        _ignoreOwner = ignoreOwner;
        _plans = plans;
    }

    /// <summary>Why the traffic stays as it is, or which ways to the canary remain. None if all is well.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>What it does, in lines to follow the plan's; empty if the canary gets no traffic.</summary>
    public string Description => string.Concat(_plans.Select(
        plan => $"{Environment.NewLine}  before that, {plan.Where}: {plan.Description}"));

    /// <summary>
    /// Looks whether the canary gets traffic. What keeps it from being routed back does not keep the service from
    /// being rolled back, so it becomes a warning.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The rollback.</param>
    /// <param name="ignoreOwner">Whether a route may be changed that a controller owns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<CanaryReset> PlanAsync(
        IClusterSession session, RollbackPlan plan, bool ignoreOwner, CancellationToken cancellationToken)
    {
        try
        {
            CanaryTrafficPlan traffic = await CanaryTraffic.PlanRouteToStableAsync(
                session, plan.Target.Namespace!, plan.Service, canaryGoes: false, ignoreOwner, cancellationToken)
                .ConfigureAwait(false);
            return new CanaryReset(plan, ignoreOwner, traffic.Shares)
            {
                Warnings = traffic.ShareOfPods is { } pods ? [.. traffic.OtherWays, pods] : traffic.OtherWays,
            };
        }
        catch (ClusterException exception)
            when (!LostAnswer.Is(exception) && exception.Fault != ClusterFault.NotAuthenticated)
        {
            return new CanaryReset(plan, ignoreOwner, [])
            {
                Warnings = [$"The canary's traffic stays as it is: {exception.Message}"],
            };
        }
    }

    /// <summary>Routes all traffic to stable and reads the routes again to be sure.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was changed, as a warning: it stays so. Null if there was nothing to change.</returns>
    /// <exception cref="ClusterException">Conflict, AccessDenied, Unreachable.</exception>
    public async Task<string?> ApplyAsync(IClusterSession session, CancellationToken cancellationToken)
    {
        if (_plans.Count == 0) return null;
        IReadOnlyList<WeightPlan>? done = await CanaryTraffic
            .RouteToStableAsync(
                session, _namespace, _service, canaryGoes: false, _ignoreOwner, cancellationToken)
            .ConfigureAwait(false);
        return done is null
            ? null
            : $"The canary of {_namespace}/{_service} gets no traffic any more: "
                + $"{string.Join("; ", done.Select(plan => $"{plan.Where}: {string.Join(", ", plan.Shares)}"))}.";
    }
}
