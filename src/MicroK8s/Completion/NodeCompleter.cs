using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of nodes.</summary>
public sealed class NodeCompleter : ResourceCompleter
{
    private protected override ResourceType Type => ResourceTypes.Node;
}
