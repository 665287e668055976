using MicroK8s.Revisions;

namespace MicroK8s.Commands.Completion;

/// <summary>Versions that one can go back to.</summary>
public sealed class RevisionVersionCompleter : HistoryCompleter
{
    private protected override IEnumerable<string> ValuesOf(Revision revision) =>
        revision.Version is { Length: > 0 } version ? [version] : [];
}
