using MicroK8s.Commands.Session;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of the kubeconfig's contexts.</summary>
public sealed class ContextCompleter : ClusterCompleter
{
    private protected override Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(BackendFactory.Create().ReadContexts(request.Options).Select(context => context.Name));
}
