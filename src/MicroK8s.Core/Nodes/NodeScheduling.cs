using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Nodes;

/// <summary>Whether new pods are placed on a node: <c>spec.unschedulable</c>, as kubectl's cordon sets it.</summary>
public static class NodeScheduling
{
    /// <summary>Whether no new pods are placed there.</summary>
    /// <param name="node">The node.</param>
    public static bool IsSuspended(KubeObject node) => node.Json.Flag("spec", "unschedulable");

    /// <summary>Plans to suspend or resume.</summary>
    /// <param name="node">The node.</param>
    /// <param name="suspended">Whether no new pods are to be placed there.</param>
    public static ObjectUpdate Plan(KubeObject node, bool suspended) => ObjectUpdate.Plan(
        new ResourceRef(ResourceTypes.Node, null, node.Name), node, read =>
        {
            JsonObject json = read.ToNode();
            if (IsSuspended(read) != suspended) json.Open("spec").Put("unschedulable", suspended ? true : null);
            return json;
        });
}
