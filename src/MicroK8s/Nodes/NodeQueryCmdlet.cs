using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Nodes;

/// <summary>A cmdlet that looks at nodes, chosen by names and wildcards.</summary>
public abstract class NodeQueryCmdlet : KubeCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Node")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Names("Node")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The nodes that are meant; a name that does not exist is reported.</summary>
    private protected async Task<IReadOnlyList<KubeObject>> SelectAsync(IClusterSession session)
    {
        var selection = new NameSelection(Name);
        var nodes = new List<KubeObject>();
        if (selection.Names.Count == 1)
        {
            // One name is one small request; the list of a large cluster is megabytes.
            if (await session.Resources.FindAsync(NodeNames.RefOf(selection.Names[0]), StopToken) is { } one)
            {
                selection.See(one.Name);
                nodes.Add(one);
            }
        }
        else
        {
            var query = new ResourceQuery(ResourceTypes.Node, null);
            await foreach (KubeObject node in session.Resources.ListAsync(query, StopToken))
            {
                if (!selection.IsMatch(node.Name)) continue;
                selection.See(node.Name);
                nodes.Add(node);
            }
        }

        foreach (string name in selection.Missing)
        {
            Report(new ClusterException(
                ClusterFault.ResourceNotFound, $"There is no node '{name}'.", name,
                "Get-NodeStatus lists those that there are."));
        }

        return nodes;
    }
}
