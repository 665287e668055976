using MicroK8s.Traffic;

namespace MicroK8s.Commands.Completion;

/// <summary>Services with a canary.</summary>
public sealed class CanaryCompleter : TrafficCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => null;

    private protected override IEnumerable<string?> NamesOf(TrafficSplit split) =>
        [split.Canary is null ? null : split.Name];
}
