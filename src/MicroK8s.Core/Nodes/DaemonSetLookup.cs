using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>Whether the DaemonSets that control pods exist; each is asked for once.</summary>
internal sealed class DaemonSetLookup(IResources resources)
{
    private readonly Dictionary<(string? Namespace, string Name), bool> _known = [];

    /// <summary>Whether the DaemonSet of a pod exists. True for a pod of anything else.</summary>
    public async Task<bool> ExistsAsync(KubeObject pod, CancellationToken cancellationToken)
    {
        if (pod.Controller.Text("kind") != "DaemonSet") return true;
        (string? Namespace, string Name) key = (pod.Namespace, pod.Controller.Text("name") ?? "");
        if (_known.TryGetValue(key, out bool exists)) return exists;
        var target = new ResourceRef(ResourceTypes.DaemonSet, key.Namespace, key.Name);
        return _known[key] =
            await resources.FindAsync(target, cancellationToken).ConfigureAwait(false) is not null;
    }
}
