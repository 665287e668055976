using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Rollouts;

namespace MicroK8s.Commands.Rollouts;

/// <summary>Revisions of the service of <c>-Name</c>, the newest first; the current one is no way back.</summary>
public sealed class RevisionCompleter : ClusterCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => request.Bound("Name");

    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        if (request.Bound("Name") is not { } name) return [];
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var target = new ResourceRef(ResourceTypes.Deployment, request.NamespaceFor(session), name);
        IReadOnlyList<Revision> history =
            await Rollback.ReadHistoryAsync(session, target, cancellationToken).ConfigureAwait(false);
        return history.Where(revision => !revision.IsCurrent).Select(Line);
    }

    private protected override IEnumerable<string> Sort(IEnumerable<string> names) => names;

    private protected override CompletionResult Present(string name)
    {
        string[] parts = name.Split(' ', 2);
        return new CompletionResult(parts[0], name, CompletionResultType.ParameterValue, parts[1]);
    }

    private static string Line(Revision revision)
    {
        string cause = revision.ChangeCause is { } text ? $", {text}" : "";
        string images = string.Join(", ", revision.Images);
        return $"{revision.Number} {images}, {revision.Created:yyyy-MM-dd HH:mm} UTC{cause}";
    }
}
