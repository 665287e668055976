using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>
/// Takes a canary away. After every step the service serves, and the same call goes on from there: the Deployment goes
/// last, because by it the rest is found. Its pods go before the routes do: without a route they would get their share
/// of the Service.
/// </summary>
public static class CanaryRemoval
{
    /// <summary>Reads what there is and decides; writes nothing.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service.</param>
    /// <param name="name">The service.</param>
    /// <param name="force">Whether a canary may go that others made, and traffic rules that a controller owns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound: the service has no canary; ProtectedObject, OwnedByController, AccessDenied, Unreachable.
    /// </exception>
    public static async Task<CanaryRemovalPlan> PlanAsync(
        IClusterSession session, string namespaceName, string name, bool force, CancellationToken cancellationToken)
    {
        KubeObject? canary = await session.Resources
            .FindAsync(CanaryRequest.TargetFor(namespaceName, name), cancellationToken).ConfigureAwait(false);
        var remains = new List<string>();
        CanaryTrafficPlan traffic = await PlanTrafficAsync(session, namespaceName, name, force, cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<ObjectChange> withdrawal = await WithdrawalAsync(
            session, namespaceName, name, traffic.Shares.SelectMany(share => share.Writes), remains, cancellationToken)
            .ConfigureAwait(false);
        if (canary is null && withdrawal.Count == 0)
        {
            throw await ServiceFaults.FindNamespaceFaultAsync(session.Resources, namespaceName, cancellationToken)
                .ConfigureAwait(false) ?? NoCanary(namespaceName, name);
        }

        if (!force)
        {
            ProtectionRules.Check($"the canary of '{name}'", name, namespaceName, canary is null ? [] : [canary]);
            foreach (ObjectPatch change in withdrawal.Select(change => change.Write).OfType<ObjectPatch>())
            {
                OwnershipRules.RequireNone(change.Read, change.Target.Type);
            }
        }

        return new CanaryRemovalPlan(namespaceName, name)
        {
            Canary = canary,
            Shares = traffic.Shares,
            Withdrawal = withdrawal,
            IgnoreOwner = force,
            Warnings = [.. traffic.OtherWays, .. remains],
        };
    }

    /// <summary>Carries a plan out, each step on what there is by then.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan that was shown.</param>
    /// <param name="wait">How to wait for pods that start and go.</param>
    /// <param name="cancellationToken">Ends a wait between two steps, not a step.</param>
    /// <returns>What had to stay, as whole sentences.</returns>
    /// <exception cref="ClusterException">
    /// Conflict, OwnedByController, AccessDenied, Unreachable, and what a wait for pods ends with.
    /// </exception>
    public static async Task<IReadOnlyList<string>> RunAsync(
        IClusterSession session, CanaryRemovalPlan plan, PodWait wait, CancellationToken cancellationToken)
    {
        await RouteToStableAsync(session, plan, wait, cancellationToken).ConfigureAwait(false);
        if (plan.Canary is { } canary)
        {
            await RequireStableAsync(session, plan, cancellationToken).ConfigureAwait(false);
            await StopPodsAsync(session, canary, wait, cancellationToken).ConfigureAwait(false);
        }

        var remains = new List<string>();
        IReadOnlyList<ObjectChange> withdrawal = await WithdrawalAsync(
            session, plan.Namespace, plan.Name, [], remains, cancellationToken).ConfigureAwait(false);
        await ChangeSetRun.ApplyAsync(session.Resources, withdrawal.Select(change => change.Write))
            .ConfigureAwait(false);
        if (plan.Canary is not null)
        {
            ResourceRef target = CanaryRequest.TargetFor(plan.Namespace, plan.Name);
            await ChangeSetRun.ApplyAsync(session.Resources, [new ObjectDeletion(target, plan.Canary)])
                .ConfigureAwait(false);
        }

        return remains;
    }

    /// <summary>The fault of a service without a canary.</summary>
    internal static ClusterException NoCanary(string namespaceName, string name) => new(
        ClusterFault.ResourceNotFound, $"Microservice {namespaceName}/{name} has no canary.", name,
        "Get-CanaryWeight shows the canaries of a namespace.");

    /// <summary>Takes all traffic away from the canary.</summary>
    private static async Task RouteToStableAsync(
        IClusterSession session, CanaryRemovalPlan plan, PodWait wait, CancellationToken cancellationToken)
    {
        await CanaryTraffic.RouteToStableAsync(
            session, plan.Namespace, plan.Name, canaryGoes: true, plan.IgnoreOwner, cancellationToken)
            .ConfigureAwait(false);
        WeightPlan? pods = await PlanPodsAsync(
            session, plan.Namespace, plan.Name, plan.IgnoreOwner, cancellationToken).ConfigureAwait(false);
        if (pods is not null)
        {
            await WeightShift.ApplyAsync(session, pods, wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<CanaryTrafficPlan> PlanTrafficAsync(
        IClusterSession session, string namespaceName, string name, bool ignoreOwner,
        CancellationToken cancellationToken)
    {
        CanaryTrafficPlan traffic = await CanaryTraffic.PlanRouteToStableAsync(
            session, namespaceName, name, canaryGoes: true, ignoreOwner, cancellationToken).ConfigureAwait(false);
        WeightPlan? pods = await PlanPodsAsync(session, namespaceName, name, ignoreOwner, cancellationToken)
            .ConfigureAwait(false);
        return pods is null ? traffic : traffic with { Shares = [.. traffic.Shares, pods] };
    }

    /// <summary>The plan to give all back where shares are made of pods. Null where routes share requests.</summary>
    private static async Task<WeightPlan?> PlanPodsAsync(
        IClusterSession session, string namespaceName, string name, bool ignoreOwner,
        CancellationToken cancellationToken)
    {
        string provider = TrafficProviders.WithoutRoutes.Reader.Provider;
        TrafficSnapshot state = await new TrafficReader(session, namespaceName, provider: null)
            .ReadAsync(name, withPods: false, cancellationToken).ConfigureAwait(false);
        if (!state.ServiceRoutes.Any(route => route.Provider == provider)) return null;
        WeightPlan plan = WeightPlanner.Plan(
            new WeightRequest(namespaceName, name, 0) { IgnoreReadiness = true, IgnoreOwner = ignoreOwner }, state);
        return plan.HasChanges ? plan : null;
    }

    /// <summary>Without a ready pod of the stable Deployment no pod would serve.</summary>
    private static async Task RequireStableAsync(
        IClusterSession session, CanaryRemovalPlan plan, CancellationToken cancellationToken)
    {
        var target = new ResourceRef(ResourceTypes.Deployment, plan.Namespace, plan.Name);
        KubeObject? stable = await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (plan.IgnoreOwner || stable is null || DeploymentStatus.CountReady(stable) > 0
            || DeploymentStatus.CountReady(plan.Canary!) == 0)
        {
            return;
        }

        throw new ClusterException(
            ClusterFault.SubsetNotReady, $"{target} has no ready pod: without the canary no pod would serve.",
            plan.Name,
            "Wait until a pod of it is ready, or insist with -Force.");
    }

    private static async Task StopPodsAsync(
        IClusterSession session, KubeObject canary, PodWait wait, CancellationToken cancellationToken)
    {
        var target = new ResourceRef(ResourceTypes.Deployment, canary.Namespace, canary.Name);
        if (await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false) is not { } now) return;
        ObjectUpdate update = ObjectUpdate.Plan(target, now, read =>
        {
            JsonObject json = read.ToNode();
            json.Open("spec")["replicas"] = 0;
            return json;
        });
        if (!update.IsEmpty)
        {
            now = (await ChangeSetRun.ApplyAsync(session.Resources, [update]).ConfigureAwait(false))[0].After!;
        }

        await wait.RunAsync(session, now, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<ObjectChange>> WithdrawalAsync(
        IClusterSession session, string namespaceName, string name, IEnumerable<ObjectWrite> before,
        ICollection<string> remains, CancellationToken cancellationToken)
    {
        RoutingObjects read = await new TrafficReader(session, namespaceName, provider: null)
            .ReadAsync(cancellationToken).ConfigureAwait(false);
        return CanaryWithdrawal.Plan(
            new ServiceHost(name, namespaceName), ChangedObjects.Of(read, [.. before]), remains);
    }
}
