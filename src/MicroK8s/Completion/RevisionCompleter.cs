using System.Globalization;
using MicroK8s.Revisions;

namespace MicroK8s.Commands.Completion;

/// <summary>Revisions that one can go back to.</summary>
public sealed class RevisionCompleter : HistoryCompleter
{
    private protected override IEnumerable<string> ValuesOf(Revision revision) =>
        [revision.Number.ToString(CultureInfo.InvariantCulture)];
}
