using System.Globalization;
using MicroK8s.Rollouts;

namespace MicroK8s.Commands.Rollouts;

/// <summary>All revisions that are kept, the current one too.</summary>
public sealed class AnyRevisionCompleter : HistoryCompleter
{
    private protected override bool Offers(Revision revision) => true;

    private protected override IEnumerable<string> ValuesOf(Revision revision) =>
        [revision.Number.ToString(CultureInfo.InvariantCulture)];
}
