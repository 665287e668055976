namespace MicroK8s.Tests.Habits;

/// <summary>A way in which a server, or what stands in its place, may answer.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Ids">The ids that say what it is; a stream that can be taken up again is beside them a time-out.</param>
/// <param name="Answer">Gives the answer, headers and all.</param>
internal sealed record Habit(
    string Name, IReadOnlyList<string> Ids, Func<RawRequest, Stream, CancellationToken, Task> Answer)
{
    /// <summary>The only stage that it makes sense in. Null for all of them.</summary>
    public HabitStage? Only { get; init; }

    /// <summary>Whether one such answer takes so much memory that the next one has to wait for it.</summary>
    public bool IsHeavy { get; init; }

    /// <summary>Whether it is ten thousand requests until it is seen through: only some cmdlets meet it.</summary>
    public bool IsLong { get; init; }

    public override string ToString() => Name;
}
