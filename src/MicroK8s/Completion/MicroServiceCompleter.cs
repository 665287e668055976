using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of micro services, which are the names of their Deployments.</summary>
public sealed class MicroServiceCompleter : ResourceCompleter
{
    private protected override ResourceType Type => ResourceTypes.Deployment;
}
