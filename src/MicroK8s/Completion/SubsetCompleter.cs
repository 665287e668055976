using MicroK8s.Traffic;

namespace MicroK8s.Commands.Completion;

/// <summary>Subsets that the service's routes use or could use.</summary>
public sealed class SubsetCompleter : TrafficCompleter
{
    private protected override IEnumerable<string?> NamesOf(TrafficSplit split) =>
        split.Destinations.Select(destination => destination.Subset).Append(split.CanarySubset);
}
