using System.Globalization;
using MicroK8s.Revisions;

namespace MicroK8s.Commands.Completion;

/// <summary>All revisions that are kept, the current one too.</summary>
public sealed class AnyRevisionCompleter : HistoryCompleter
{
    private protected override bool Offers(Revision revision) => true;

    private protected override IEnumerable<string> ValuesOf(Revision revision) =>
        [revision.Number.ToString(CultureInfo.InvariantCulture)];
}
