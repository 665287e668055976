using System.Diagnostics;
using System.Globalization;

namespace MicroK8s.Fuzz;

/// <summary>One run over the targets: shares the time out, and starts workers again that died.</summary>
internal sealed class FuzzRun(FuzzOptions options)
{
    private readonly string _folder = Directory.CreateDirectory(
        options.Findings.Length > 0 ? options.Findings : Directory.CreateTempSubdirectory("microk8s-fuzz-").FullName)
        .FullName;

    private long _executions;
    private int _findings;

    /// <summary>Runs.</summary>
    /// <returns>The exit code: 1 with findings.</returns>
    public int Run()
    {
        string[] targets = options.Target is { } one ? [one] : [.. FuzzTargets.Names];
        long start = Stopwatch.GetTimestamp();
        Console.WriteLine($"seed {options.Seed}, {options.Seconds} s, findings go to {_folder}");
        Console.WriteLine(Row("target", "executions", "per second", "slowest ms", "findings"));
        for (int i = 0; i < targets.Length; i++)
        {
            double left = options.Seconds - Stopwatch.GetElapsedTime(start).TotalSeconds;
            RunTarget(targets[i], TimeSpan.FromSeconds(Math.Max(1, left / (targets.Length - i))));
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(Row(
            "total", $"{_executions}", $"{_executions / took.TotalSeconds:0}", $"in {took.TotalSeconds:0} s",
            $"{_findings}"));
        return _findings == 0 ? 0 : 1;
    }

    private void RunTarget(string target, TimeSpan time)
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        string note = Path.Combine(_folder, $".{target}");
        long start = Stopwatch.GetTimestamp();
        uint iteration = options.Iteration;
        double slowest = 0;
        for (double left; (left = (time - Stopwatch.GetElapsedTime(start)).TotalSeconds) >= 0.5;)
        {
            File.Delete(note);
            var (lines, exitCode, said) =
                WorkerProcess.Run(target, options, iteration, (int)Math.Ceiling(left), note);
            foreach (WorkerLine line in lines)
            {
                slowest = Math.Max(slowest, line.SlowestMilliseconds);
                if (line.Finding is { } finding) Keep(target, line.Iteration, finding, kinds);
                else iteration = line.Iteration;
            }

            if (exitCode == 0) continue;
            uint last = InputNote.Read(note)
                ?? throw new InvalidOperationException($"The worker did not start: {said}");
            string how = exitCode == FuzzWorker.Hung
                ? "no end"
                : $"the process ended with exit code {exitCode}";
            Keep(target, last, Finding.OfProcess(how, said), kinds);
            iteration = last + 1;
        }

        File.Delete(note);
        uint executions = iteration - options.Iteration;
        _executions += executions;
        Console.WriteLine(Row(
            target, $"{executions}", $"{executions / Stopwatch.GetElapsedTime(start).TotalSeconds:0}",
            slowest.ToString("0", CultureInfo.InvariantCulture), $"{kinds.Count}"));
    }

    private void Keep(string target, uint iteration, Finding finding, HashSet<string> kinds)
    {
        if (!kinds.Add(finding.Kind)) return;
        _findings++;
        string folder = Directory.CreateDirectory(Path.Combine(_folder, target)).FullName;
        string file = Path.Combine(folder, iteration.ToString(CultureInfo.InvariantCulture));
        using (FuzzTarget one = FuzzTargets.Find(target)!())
        {
            File.WriteAllBytes(file, new InputSource(one, options.Seed).Input(iteration));
        }

        File.WriteAllText(Path.Combine(_folder, $"{target}-{iteration}.txt"), finding.Details);
        Console.WriteLine($"FINDING {target}: {finding.Kind}");
        Console.WriteLine($"  {finding.Details.Split('\n')[0]}");
        Console.WriteLine($"  replay: microk8s-fuzz --replay {file}");
    }

    private static string Row(params string[] cells) =>
        string.Concat(cells.Select((cell, index) => index == 0 ? $"{cell,-16}" : $"{cell,14}"));
}
