using MicroK8s.Traffic;

namespace MicroK8s.Commands.Completion;

/// <summary>Objects with routes to the service, such as VirtualServices.</summary>
public sealed class RouteObjectCompleter : TrafficCompleter
{
    private protected override IEnumerable<string?> NamesOf(TrafficSplit split) => [split.RouteObject];
}
