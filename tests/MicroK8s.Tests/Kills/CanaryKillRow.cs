using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Kills;

/// <summary>One step in the life of a canary on one provider.</summary>
/// <param name="Key">What its service is called.</param>
/// <param name="Command">The command, for <c>$name</c>.</param>
/// <param name="Writes">How many writes it makes.</param>
internal sealed record CanaryKillRow(string Key, string Command, int Writes)
{
    /// <summary>Makes the service.</summary>
    public required string Setup { get; init; }

    /// <summary>Makes the route, where the provider wants one.</summary>
    public Func<TestNamespace, string, Task> Arrange { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Makes the canary. Null if the command does.</summary>
    public string? Then { get; init; }

    /// <summary>The error of the call after the last write. Null if that succeeds.</summary>
    public string? NothingLeft { get; init; }

    /// <summary>Whether all is as the command says.</summary>
    public required Func<TestNamespace, string, Task<bool>> IsDone { get; init; }
}
