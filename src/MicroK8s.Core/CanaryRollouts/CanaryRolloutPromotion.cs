using MicroK8s.Errors;
using MicroK8s.Traffic;
using MicroK8s.Updates;

namespace MicroK8s.CanaryRollouts;

/// <summary>Promotes the canaries of a rollout: all of them or none.</summary>
/// <param name="services">The services, in the order in which they advance.</param>
/// <param name="wait">How to wait for pods, made anew for every wait.</param>
internal sealed class CanaryRolloutPromotion(IReadOnlyList<CanaryRolloutService> services, Func<PodWait> wait)
{
    private readonly List<(CanaryRolloutService Service, CanaryPromotionPlan Plan)> _plans = [];

    /// <summary>
    /// Updates one stable Deployment after the other to the template of its canary. Not cancellable: half of it would
    /// be services of two versions.
    /// </summary>
    /// <exception cref="ClusterException">Why one cannot run; the templates of all are put back.</exception>
    public async Task UpdateAsync()
    {
        var written = new List<(CanaryRolloutService Service, IReadOnlyList<WrittenObject> Writes)>();
        try
        {
            foreach (CanaryRolloutService service in services)
            {
                CanaryPromotionPlan plan = await CanaryPromotion.PlanAsync(
                    service.Session, service.Namespace, service.Name, service.Run, service.Force,
                    CancellationToken.None).ConfigureAwait(false);
                _plans.Add((service, plan));
                written.Add((service, await CanaryPromotion
                    .UpdateStableAsync(service.Session, plan, wait(), CancellationToken.None).ConfigureAwait(false)));
            }
        }
        catch (ClusterException cause)
        {
            ClusterException fault = cause;
            foreach ((CanaryRolloutService service, IReadOnlyList<WrittenObject> writes) in Enumerable.Reverse(written))
            {
                fault = await ChangeSetRun.RevertAsync(service.Session.Resources, writes, fault).ConfigureAwait(false);
            }

            throw fault;
        }
    }

    /// <summary>Removes the canaries, after all stable Deployments run what they were.</summary>
    /// <returns>What had to stay, as whole sentences.</returns>
    /// <exception cref="ClusterException">What a removal ends with; Remove-Canary continues it.</exception>
    public async Task<IReadOnlyList<string>> RemoveCanariesAsync()
    {
        var remains = new List<string>();
        foreach ((CanaryRolloutService service, CanaryPromotionPlan plan) in _plans)
        {
            remains.AddRange(await CanaryRemoval
                .RunAsync(service.Session, plan.Removal, wait(), CancellationToken.None).ConfigureAwait(false));
        }

        return remains;
    }
}
