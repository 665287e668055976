using MicroK8s.Traffic;

namespace MicroK8s.Commands.Completion;

/// <summary>VirtualServices that lead to the service.</summary>
public sealed class VirtualServiceCompleter : TrafficCompleter
{
    private protected override IEnumerable<string?> NamesOf(TrafficSplit split) => [split.VirtualService];
}
