using MicroK8s.Traffic;

namespace MicroK8s.Commands.Completion;

/// <summary>Services that a route leads to.</summary>
public sealed class RoutedServiceCompleter : TrafficCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => null;

    private protected override IEnumerable<string?> NamesOf(TrafficSplit split) => [split.Name];
}
