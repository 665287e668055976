namespace MicroK8s.Tests.Engine;

/// <summary>How long Ctrl+C takes. The fastest of several tells of the code, the others of the machine too.</summary>
internal static class StopTime
{
    private const int Fewest = 3;
    private const int Most = 10;

    /// <summary>
    /// Within 100 ms, beside the engine's own stop of a plain sleep in the same moment: on a busy machine that takes
    /// long, too. That none of them hangs holds there as well.
    /// </summary>
    /// <param name="shell">A shell, free between two stops.</param>
    /// <param name="stop">Starts something, stops it, and tells how long the stop took.</param>
    public static async Task AssertFastAsync(Shell shell, Func<Task<TimeSpan>> stop)
    {
        var took = new List<double>();
        double plain;
        do
        {
            do took.Add((await stop()).TotalMilliseconds); while (took.Count < Fewest);
            plain = Enumerable.Range(0, 3).Max(_ => shell.StopAfter(
                "while ($true) { [Threading.Thread]::Sleep(1) }", TimeSpan.FromMilliseconds(200)).TotalMilliseconds);
        }
        while (took.Min() > 100 + (2 * plain) && took.Count < Most);
        Assert.InRange(took.Min(), 0, 100 + (2 * plain));
        Assert.InRange(took.Max(), 0, 20_000 + (2 * plain));
    }
}
