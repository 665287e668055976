using System.Globalization;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>How a wait of the table ended.</summary>
/// <param name="Case">The case.</param>
/// <param name="Failure">The target of the error. Null if the rollout succeeded.</param>
/// <param name="Known">When the cluster knew. Null if it recorded nothing, which is a mistake of the table.</param>
/// <param name="Start">When the wait began.</param>
/// <param name="End">When it ended.</param>
internal sealed record WaitingResult(
    WaitingCase Case, RolloutFailure? Failure, DateTimeOffset? Known, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>What was seen during the wait, each with its second: shows where a late verdict lost its time.</summary>
    public IReadOnlyList<(DateTimeOffset Time, string What)> Seen { get; init; } = [];

    /// <summary>For how long a container had been reported to run when the wait ended. Null if none was seen running.</summary>
    public TimeSpan? ReportedRun { get; init; }

    public string Timeline => string.Join('\n', Seen.OrderBy(one => one.Time)
        .Select(one => string.Create(CultureInfo.InvariantCulture, $"{(one.Time - Start).TotalSeconds,6:0.0} {one.What}")));

    /// <summary>What the cluster knew before anybody waited counts from the start of the wait.</summary>
    public double? Seconds => (End - (Known < Start ? Start : Known))?.TotalSeconds;

    /// <summary>Case, kind, error, seconds from the start to the knowledge, and from there to the error; tabs between.</summary>
    public string Line => string.Join('\t',
        Case.Name, Case.Kind, Failure?.Fault.ToString() ?? "done", Text((Known - Start)?.TotalSeconds), Text(Seconds));

    private static string Text(double? seconds) =>
        seconds is { } number ? Math.Max(0, number).ToString("0.0", CultureInfo.InvariantCulture) : "?";
}
