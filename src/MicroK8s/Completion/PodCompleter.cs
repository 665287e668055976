using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Completion;

/// <summary>Pods of the microservice of <c>-Name</c>; of the namespace when it is not named yet.</summary>
public class PodCompleter : ClusterCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => request.Service;

    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var query = new ResourceQuery(ResourceTypes.Pod, request.NamespaceFor(session));
        Func<KubeObject, bool> isWanted = _ => true;
        if (await request.FindWorkloadAsync(session, cancellationToken).ConfigureAwait(false) is { } workload)
        {
            query = WorkloadPods.Query(workload);
            isWanted = pod => WorkloadPods.Owns(workload, pod);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (KubeObject pod in session.Resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (isWanted(pod)) names.UnionWith(NamesOf(pod));
        }

        return names;
    }

    private protected virtual IEnumerable<string> NamesOf(KubeObject pod) => [pod.Name];
}
