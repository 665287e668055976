using MicroK8s.Traffic;

namespace MicroK8s.Commands.Completion;

/// <summary>Subsets, or Services of a split between several, that the service's routes use or could use.</summary>
public sealed class SubsetCompleter : TrafficCompleter
{
    private protected override IEnumerable<string?> NamesOf(TrafficSplit split) =>
        split.Destinations.Select(destination => destination.Subset).Append(split.Canary).Append(split.Stable);
}
