using System.Globalization;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;

namespace MicroK8s.Commands.Completion;

/// <summary>Something of the revisions of the service of <c>-Name</c>, the newest first.</summary>
public abstract class HistoryCompleter : ClusterCompleter
{
    /// <summary>What is offered of one revision.</summary>
    private protected abstract IEnumerable<string> ValuesOf(Revision revision);

    /// <summary>Whether a revision is offered; the current one is no way back.</summary>
    private protected virtual bool Offers(Revision revision) => !revision.IsCurrent;

    private protected sealed override string? ScopeOf(CompletionRequest request) => request.Service;

    private protected sealed override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        KubeObject? workload = await request.FindWorkloadAsync(session, cancellationToken).ConfigureAwait(false);
        if (workload is null) return [];
        IReadOnlyList<Revision> history =
            await RollbackRun.ReadHistoryAsync(session, workload, cancellationToken).ConfigureAwait(false);
        return history.Where(Offers)
            .SelectMany(revision => ValuesOf(revision).Select(value => $"{value} {Describe(revision)}"))
            .DistinctBy(line => line.Split(' ')[0]).ToArray();
    }

    private protected sealed override IEnumerable<string> Sort(IEnumerable<string> names) => names;

    private protected sealed override Candidate Present(string name)
    {
        string[] parts = name.Split(' ', 2);
        return new Candidate(parts[0], name, parts[1]);
    }

    private static string Describe(Revision revision)
    {
        string cause = revision.ChangeCause is { Length: > 0 } text ? $", {text}" : "";
        string images = string.Join(", ", revision.Images);
        return string.Create(
            CultureInfo.InvariantCulture, $"{images}, {revision.Created:yyyy-MM-dd HH:mm} UTC{cause}");
    }
}
