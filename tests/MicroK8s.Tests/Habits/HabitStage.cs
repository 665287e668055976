namespace MicroK8s.Tests.Habits;

/// <summary>From which request on a server has its habit; all that comes before is answered as it should be.</summary>
internal enum HabitStage
{
    /// <summary>From the first.</summary>
    First,

    /// <summary>The first page of a list.</summary>
    List,

    /// <summary>What streams: a watch, or a log.</summary>
    Stream,

    /// <summary>A write that is no dry run, or a command.</summary>
    Write,
}
