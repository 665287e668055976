using MicroK8s.Traffic;

namespace MicroK8s.Commands.Completion;

/// <summary>Routes to the service, by name or index.</summary>
public sealed class RouteCompleter : TrafficCompleter
{
    private protected override IEnumerable<string?> NamesOf(TrafficSplit split) => [split.Route];
}
