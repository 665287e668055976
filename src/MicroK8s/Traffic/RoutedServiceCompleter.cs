using MicroK8s.Commands.Completion;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Traffic;

/// <summary>Services that a route leads to.</summary>
public sealed class RoutedServiceCompleter : TrafficCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => null;

    private protected override IEnumerable<string?> NamesOf(TrafficSplit split) => [split.Name];
}
