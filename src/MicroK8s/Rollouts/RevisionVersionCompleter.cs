using MicroK8s.Rollouts;

namespace MicroK8s.Commands.Rollouts;

/// <summary>Versions that one can go back to.</summary>
public sealed class RevisionVersionCompleter : HistoryCompleter
{
    private protected override IEnumerable<string> ValuesOf(Revision revision) =>
        revision.Version is { Length: > 0 } version ? [version] : [];
}
