using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of IngressClasses.</summary>
public sealed class IngressClassCompleter : ResourceCompleter
{
    private protected override ResourceType Type => ResourceTypes.IngressClass;
}
