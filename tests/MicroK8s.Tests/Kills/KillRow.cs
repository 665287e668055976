using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Kills;

/// <summary>One cmdlet of the kill table.</summary>
/// <param name="Key">What its services are called, with the number of the write behind.</param>
/// <param name="Command">The command, for <c>$name</c>.</param>
/// <param name="Writes">How many writes it makes.</param>
internal sealed record KillRow(string Key, string Command, int Writes)
{
    /// <summary>Makes what the command works on: <c>$name</c> with <c>$replicas</c> pods. Null if it makes that itself.</summary>
    public string? Setup { get; init; }

    /// <summary>More that it works on.</summary>
    public Func<TestNamespace, string, Task> Arrange { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether the service answers before, and must answer ever after.</summary>
    public bool Answers { get; init; } = true;

    /// <summary>Whether all of it happens in one run of a pipeline.</summary>
    public bool InPipeline { get; init; }

    /// <summary>Whether a process is really killed, and not only cut off from the server.</summary>
    public bool IsKilled { get; init; }

    /// <summary>The error of the next call when nothing was left to do.</summary>
    public string NothingLeft { get; init; } = "AlreadyExists";

    /// <summary>The call that the error of the next one names. Null if the next one has to succeed, or find all done.</summary>
    public string? Advised { get; init; }

    /// <summary>Whether all is as the command says.</summary>
    public required Func<TestNamespace, string, Task<bool>> IsDone { get; init; }
}
