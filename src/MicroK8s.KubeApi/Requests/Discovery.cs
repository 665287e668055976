using System.Collections.Concurrent;
using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>What kinds the server has; each group version is asked for once, and again for what it lacked.</summary>
internal sealed class Discovery(KubeRequests requests) : IDiscovery
{
    private readonly ConcurrentDictionary<string, SharedRead<IReadOnlyList<ResourceType>>> _served =
        new(StringComparer.Ordinal);

    public async Task<ResourceType?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        await FindAsync(apiVersion, type => type.Kind == kind, cancellationToken).ConfigureAwait(false);

    public void Forget(string apiVersion) => _served.TryRemove(apiVersion, out _);

    public async Task<IReadOnlyList<ResourceType>> ListAsync(CancellationToken cancellationToken)
    {
        JsonElement groups =
            await requests.GetJsonAsync("apis", "list the API groups", cancellationToken).ConfigureAwait(false);
        if (groups.At("groups") is null) throw requests.NotKubernetes("its answer is no list of API groups");
        IEnumerable<string> versions = groups.Items("groups")
            .Select(group => group.Text("preferredVersion", "groupVersion") ?? "").Prepend("v1");
        IReadOnlyList<ResourceType>[] types = await Task.WhenAll(
            versions.Select(version => ReadAnsweredAsync(version, cancellationToken))).ConfigureAwait(false);
        return [.. types.SelectMany(list => list)];
    }

    /// <summary>A kind of a group version. Null if the server has none such.</summary>
    public async Task<ResourceType?> FindAsync(
        string apiVersion, Func<ResourceType, bool> isMeant, CancellationToken cancellationToken)
    {
        SharedRead<IReadOnlyList<ResourceType>> asked = _served.GetOrAdd(
            apiVersion,
            version => new SharedRead<IReadOnlyList<ResourceType>>(token => ReadServedAsync(version, token)));
        bool wasAsked = asked.HasSucceeded;
        ResourceType? found = null;
        try
        {
            found = (await asked.WaitAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(isMeant);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // All who asked before were stopped in the same moment; this one was not.
            wasAsked = true;
        }
        finally
        {
            // Neither a failure nor a no answers later questions: what is missing may be installed meanwhile.
            if (found is null && asked.HasEnded) _served.TryRemove(KeyValuePair.Create(apiVersion, asked));
        }

        // What was learned long ago may be outdated: then it is asked again at once.
        return found is null && wasAsked
            ? await FindAsync(apiVersion, isMeant, cancellationToken).ConfigureAwait(false)
            : found;
    }

    /// <summary>
    /// The same, but nothing of a group that another server answers for while that one is down, as one of metrics often
    /// is: the kinds of all others are there (kubernetes/client-go, discovery, <c>ErrGroupDiscoveryFailed</c>).
    /// </summary>
    private async Task<IReadOnlyList<ResourceType>> ReadAnsweredAsync(
        string apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadServedAsync(apiVersion, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception)
            when (exception.Fault == ClusterFault.Unreachable && !ApiGroups.IsBuiltIn(GroupOf(apiVersion)))
        {
            return [];
        }
    }

    private static string GroupOf(string apiVersion) =>
        apiVersion.Split('/', 2) is [var group, _] ? group : "";

    private async Task<IReadOnlyList<ResourceType>> ReadServedAsync(
        string apiVersion, CancellationToken cancellationToken)
    {
        (string group, string version) =
            (GroupOf(apiVersion), apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        string path = group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";
        try
        {
            JsonElement list =
                await requests.GetJsonAsync(path, $"discover {apiVersion}", cancellationToken).ConfigureAwait(false);
            if (list.At("resources") is null) throw requests.NotKubernetes("its answer is no list of kinds");
            return
            [
                // A slash marks a part of another resource: deployments/scale.
                .. list.Items("resources")
                    .Where(item => item.Text("name")?.Contains('/', StringComparison.Ordinal) == false)
                    .Select(item => new ResourceType(
                        group, version, item.Text("name")!, item.Text("kind") ?? "", item.Flag("namespaced"))),
            ];
        }
        catch (ClusterException exception)
            when (exception.Fault is ClusterFault.KindNotSupported or ClusterFault.ResourceNotFound)
        {
            return [];
        }
    }
}
