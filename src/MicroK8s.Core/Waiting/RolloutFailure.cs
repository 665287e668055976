using MicroK8s.Errors;

namespace MicroK8s.Waiting;

/// <summary>Why a rollout cannot succeed: the target object of the error. Text of pods is untrusted.</summary>
/// <param name="Fault">The cause; also the error id.</param>
/// <param name="Workload">The workload, as <c>Deployment namespace/name</c>.</param>
/// <param name="Message">The cause in one sentence.</param>
public sealed record RolloutFailure(ClusterFault Fault, string Workload, string Message)
{
    /// <summary>The pod that shows it. Null if no pod could be made.</summary>
    public string? Pod { get; init; }

    /// <summary>The container that shows it. Null if it concerns the pod as a whole.</summary>
    public string? Container { get; init; }

    /// <summary>The image of the container. Null if no container is concerned.</summary>
    public string? Image { get; init; }

    /// <summary>The exit code of the last run. Null if the container never ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How often the container was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>The last lines of its log, oldest first; none if it has no log.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary><see cref="Log"/> as one text, line under line, for people.</summary>
    public string LogText => string.Join(Environment.NewLine, Log);

    /// <summary>The event that decided, as <c>reason: message</c>. Null if there is none.</summary>
    public string? Event { get; init; }

    /// <summary>From the start of the wait to the verdict.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What was done about it, as a sentence. Null if it was not to be rolled back.</summary>
    public string? Recovery { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Workload;
}
