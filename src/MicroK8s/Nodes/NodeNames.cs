using System.Management.Automation;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Nodes;

/// <summary>Names of nodes as arguments.</summary>
internal static class NodeNames
{
    public static ResourceRef RefOf(string name) => new(ResourceTypes.Node, null, name);

    /// <summary>What changes a node takes no wildcards: a typing error would drain them all.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void RequirePlain(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name)) return;
        throw InvalidInput.Of(
            "Name", name, "does not accept wildcards", $"Select them first: Get-NodeStatus '{name}' | ...");
    }
}
