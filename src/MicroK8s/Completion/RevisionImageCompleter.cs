using MicroK8s.Revisions;

namespace MicroK8s.Commands.Completion;

/// <summary>Images that one can go back to.</summary>
public class RevisionImageCompleter : HistoryCompleter
{
    private protected override IEnumerable<string> ValuesOf(Revision revision) =>
        revision.Images.Where(image => image.Length > 0 && !image.Contains(' ', StringComparison.Ordinal));
}
