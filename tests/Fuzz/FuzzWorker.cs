using System.Diagnostics;

namespace MicroK8s.Fuzz;

/// <summary>Runs inputs of one target in a process of its own, which a bad input may end.</summary>
internal sealed class FuzzWorker(FuzzTarget target, FuzzOptions options)
{
    /// <summary>Exit code when one input takes longer than any may, however busy the machine is.</summary>
    public const int Hung = 97;

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (uint Iteration, Finding Finding, int Times)> _findings = [];
    private readonly Oracle _oracle = new(target);
    private long _since;

    public void Run()
    {
        using var note = new InputNote(options.WorkerOf!);
        using var watchdog = new Timer(_ => EndIfHung(), null, LongestRun, TimeSpan.FromSeconds(1));
        var source = new InputSource(target, options.Seed);
        uint iteration = options.Iteration;
        TimeSpan slowest = TimeSpan.Zero;
        _since = Stopwatch.GetTimestamp();
        for (long start = _since; Stopwatch.GetElapsedTime(start).TotalSeconds < options.Seconds; iteration++)
        {
            byte[] input = source.Input(iteration);
            note.Write(iteration, input);
            Volatile.Write(ref _since, Stopwatch.GetTimestamp());
            if (_oracle.Judge(input) is { } finding) Keep(iteration, finding);
            if (_oracle.Took > slowest) slowest = _oracle.Took;
        }

        GC.Collect();
        Console.WriteLine(new WorkerReport(iteration, slowest.TotalMilliseconds, GC.GetTotalMemory(true))
        {
            Findings = [.. _findings.Values],
        }.ToLine());
    }

    private void Keep(uint iteration, Finding finding) => _findings[finding.Kind] =
        _findings.TryGetValue(finding.Kind, out var known)
            ? known with { Times = known.Times + 1 }
            : (iteration, finding, 1);

    private void EndIfHung()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _since)) < LongestRun) return;
        Environment.Exit(Hung);
    }
}
