using MicroK8s.Connection;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Completion;

/// <summary>Completes from how routes share traffic; from one service's routes when the line names it.</summary>
public abstract class TrafficCompleter : ClusterCompleter
{
    private protected abstract IEnumerable<string?> NamesOf(TrafficSplit split);

    private protected override string? ScopeOf(CompletionRequest request) => request.Bound("Name");

    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        string? service = ScopeOf(request);
        var names = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<TrafficSplit> splits = await TrafficSplits.ReadAsync(
            session, request.NamespaceFor(session), provider: null, onDenied: _ => { }, cancellationToken)
            .ConfigureAwait(false);
        foreach (TrafficSplit split in splits)
        {
            if (service is null || split.Name == service) names.UnionWith(NamesOf(split).OfType<string>());
        }

        return names;
    }
}
