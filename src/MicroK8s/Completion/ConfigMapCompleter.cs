using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of ConfigMaps.</summary>
public sealed class ConfigMapCompleter : ResourceCompleter
{
    private protected override ResourceType Type => ResourceTypes.ConfigMap;
}
