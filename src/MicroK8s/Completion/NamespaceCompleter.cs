using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of namespaces.</summary>
public sealed class NamespaceCompleter : ResourceCompleter
{
    private protected override ResourceType Type => ResourceTypes.Namespace;
}
