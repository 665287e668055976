using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>Finds the workload that a name means.</summary>
public static class WorkloadLookup
{
    /// <summary>Finds a workload by name, in one round trip.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="name">Its name.</param>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="kind">Its kind. Null for whichever there is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound; NamespaceNotFound; AmbiguousWorkload: several kinds have one of this name.
    /// </exception>
    public static async Task<KubeObject> GetAsync(
        IResources resources, string name, string namespaceName, WorkloadKind? kind,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> found =
            await FindAllAsync(resources, name, namespaceName, kind, cancellationToken).ConfigureAwait(false);
        return found switch
        {
            [var one] => one,
            [] => throw await ServiceFaults.FindReasonAsync(resources, name, namespaceName, cancellationToken)
                .ConfigureAwait(false),
            _ => throw Ambiguous(name, namespaceName, found),
        };
    }

    /// <summary>The fault of a name that several workloads have.</summary>
    internal static ClusterException Ambiguous(
        string name, string namespaceName, IReadOnlyList<KubeObject> found) => new(
        ClusterFault.AmbiguousWorkload,
        $"'{name}' in namespace '{namespaceName}' is the name of several workloads: "
        + $"{string.Join(", ", found.Select(item => item.Kind))}.",
        name, "Say which one: -Kind <kind>.");

    /// <summary>Finds every workload of a name; none if there is none.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="name">The name.</param>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="kind">The kind. Null for all kinds.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// AccessDenied, if no kind that may be read has one of this name.
    /// </exception>
    public static async Task<IReadOnlyList<KubeObject>> FindAllAsync(
        IResources resources, string name, string namespaceName, WorkloadKind? kind,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkloadKind> kinds = kind is { } one ? [one] : WorkloadKinds.All;
        ClusterException? denied = null;
        KubeObject?[] found = await Task.WhenAll(kinds.Select(FindAsync)).ConfigureAwait(false);
        KubeObject[] there = [.. found.OfType<KubeObject>()];
        return there.Length == 0 && denied is not null ? throw denied : there;

        async Task<KubeObject?> FindAsync(WorkloadKind kind)
        {
            try
            {
                var target = new ResourceRef(kind.Type(), namespaceName, name);
                return await resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
            {
                // Who may read Deployments only has no need of the rest, if it is one.
                denied = exception;
                return null;
            }
        }
    }
}
