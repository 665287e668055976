using System.Diagnostics;

namespace MicroK8s.Fuzz;

/// <summary>Runs inputs of one target in a process of its own, which a bad input may end.</summary>
internal sealed class FuzzWorker(FuzzTarget target, FuzzOptions options)
{
    /// <summary>Exit code when one input takes longer than any may.</summary>
    public const int Hung = 97;

    /// <summary>What shows a loop: processor time, because a busy machine makes everything take long.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(20);

    /// <summary>What shows that nothing happens any more, however busy the machine is.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);

    /// <summary>What may be left in memory of all inputs together.</summary>
    private const long MostKept = 256 * 1024 * 1024;

    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Oracle _oracle = new(target);
    private (long Time, TimeSpan Worked) _since;

    public void Run()
    {
        using var note = new InputNote(options.WorkerOf!);
        var source = new InputSource(target, options.Seed);
        uint iteration = options.Iteration;
        TimeSpan slowest = TimeSpan.Zero;
        long start = Begin();
        using var watchdog = new Timer(_ => EndIfHung(), null, LongestWork, TimeSpan.FromSeconds(1));
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < options.Seconds; iteration++)
        {
            byte[] input = source.Input(iteration);
            note.Write(iteration);
            Begin();
            if (_oracle.Judge(input) is { } finding) Tell(iteration, finding);
            if (_oracle.Took > slowest) slowest = _oracle.Took;
        }

        long kept = GC.GetTotalMemory(forceFullCollection: true);
        if (kept > MostKept) Tell(iteration - 1, new Finding("memory is kept", $"{kept} bytes"));
        new WorkerLine(iteration, Finding: null, slowest.TotalMilliseconds).Print();
    }

    /// <summary>One of each kind is enough.</summary>
    private void Tell(uint iteration, Finding finding)
    {
        if (_kinds.Add(finding.Kind)) new WorkerLine(iteration, finding, _oracle.Took.TotalMilliseconds).Print();
    }

    private long Begin()
    {
        lock (_gate) _since = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        return _since.Time;
    }

    private void EndIfHung()
    {
        lock (_gate)
        {
            if (Environment.CpuUsage.TotalTime - _since.Worked < LongestWork
                && Stopwatch.GetElapsedTime(_since.Time) < LongestWait) return;
        }

        Environment.Exit(Hung);
    }
}
