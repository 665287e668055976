using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Services;

/// <summary>Removes microservices as it was planned.</summary>
public static class ServiceRemoval
{
    /// <summary>Lets the server try every removal, so that none is begun that a missing right would end.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied, Conflict.</exception>
    public static async Task CheckAsync(
        IResources resources, ServiceRemovalPlan plan, CancellationToken cancellationToken)
    {
        foreach (ObjectDeletion item in plan.Items)
        {
            await item.PreviewAsync(resources, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Removes what was planned, and nothing that took its name since. Nothing stops it in the middle.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <returns>What was removed.</returns>
    /// <exception cref="ClusterException">
    /// AccessDenied, Conflict: nothing was removed. PartialFailure: the message says what remains.
    /// </exception>
    public static async Task<IReadOnlyList<WrittenObject>> ApplyAsync(IResources resources, ServiceRemovalPlan plan)
    {
        var removed = new List<WrittenObject>();
        for (int done = 0; done < plan.Items.Count; done++)
        {
            try
            {
                removed.AddRange(await ChangeSetRun.ApplyAsync(resources, [plan.Items[done]]).ConfigureAwait(false));
            }
            catch (ClusterException exception) when (done > 0)
            {
                string remains = string.Join(", ", plan.Items.Skip(done).Select(item => item.Target));
                throw new ClusterException(
                    ClusterFault.PartialFailure,
                    $"Microservice {plan.Namespace}/{plan.Name} is removed only in part; {remains} remains: "
                    + exception.Message,
                    plan.Name, "Run Remove-MicroService again.", exception);
            }
        }

        return removed;
    }
}
