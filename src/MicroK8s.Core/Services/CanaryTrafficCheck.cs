using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Routes that still lead to the pods of a canary that is to go, or to have no pods.</summary>
/// <param name="Routes">A sentence that names them.</param>
/// <param name="Advice">The command that takes the traffic away.</param>
internal sealed record CanaryTrafficCheck(string Routes, string Advice)
{
    /// <summary>Finds them.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The workload; only the pods' labels tell that it is a canary.</param>
    /// <param name="notes">Takes what else is to be said: what is not known, and other ways to the canary.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null if it is no canary, or gets no traffic.</returns>
    public static async Task<CanaryTrafficCheck?> FindAsync(
        IClusterSession session, KubeObject workload, List<string> notes, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> labels = WorkloadPods.LabelsOf(workload);
        if (labels.GetValueOrDefault(ServiceLabels.Track) != ServiceLabels.Canary
            || labels.GetValueOrDefault(ServiceLabels.App) is not { } service)
        {
            return null;
        }

        try
        {
            CanaryTrafficPlan traffic = await CanaryTraffic
                .PlanRouteToStableAsync(session, workload.Namespace!, service, ignoreOwner: true, cancellationToken)
                .ConfigureAwait(false);
            notes.AddRange(traffic.OtherWays);
            return traffic.Shares.Count == 0 ? null : new CanaryTrafficCheck(
                $"{workload} still gets traffic: {string.Join("; ", traffic.Shares.Select(plan => plan.Where))}.",
                $"Take it away first: Set-CanaryWeight {service} -Weight 0.");
        }
        catch (ClusterException exception)
            when (exception.Fault is ClusterFault.SubsetNotFound or ClusterFault.AccessDenied)
        {
            notes.Add($"Whether {workload} still gets traffic is not known: {exception.Message}");
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Routes} {Advice}";
}
