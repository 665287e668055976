using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of ServiceAccounts.</summary>
public sealed class ServiceAccountCompleter : ResourceCompleter
{
    private protected override ResourceType Type => ResourceTypes.ServiceAccount;
}
