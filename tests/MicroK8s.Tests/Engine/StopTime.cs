namespace MicroK8s.Tests.Engine;

/// <summary>How long Ctrl+C took. The fastest of several tells of the code, the others of the machine too.</summary>
internal static class StopTime
{
    /// <summary>
    /// Within 100 ms, beside the engine's own stop of a plain sleep in the same moment: on a busy machine that takes
    /// long, too. That none takes three seconds longer holds there as well.
    /// </summary>
    public static void AssertFast(Shell shell, IReadOnlyCollection<TimeSpan> took)
    {
        TimeSpan[] plain = [.. Enumerable.Range(0, 3).Select(_ => shell.StopAfter(
            "while ($true) { [Threading.Thread]::Sleep(1) }", TimeSpan.FromMilliseconds(200)))];
        Assert.InRange(took.Min().TotalMilliseconds, 0, 100 + (2 * plain.Max().TotalMilliseconds));
        Assert.InRange(took.Max().TotalMilliseconds, 0, 3000 + (2 * plain.Max().TotalMilliseconds));
    }
}
