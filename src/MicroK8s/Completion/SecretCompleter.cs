using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of Secrets.</summary>
public sealed class SecretCompleter : ResourceCompleter
{
    private protected override ResourceType Type => ResourceTypes.Secret;
}
