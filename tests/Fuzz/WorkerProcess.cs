using System.Diagnostics;
using System.Globalization;

namespace MicroK8s.Fuzz;

/// <summary>Starts a worker and takes in how it ended.</summary>
internal static class WorkerProcess
{
    /// <summary>More than any input needs; what wants more would take the machine's memory.</summary>
    private const string HeapLimit = "0x60000000";

    /// <summary>Runs a worker until it has ended.</summary>
    /// <returns>The lines that it printed, its exit code, and what the runtime said if it died.</returns>
    public static (IReadOnlyList<WorkerLine> Lines, int ExitCode, string Said) Run(
        string target, FuzzOptions options, uint iteration, int seconds, string note)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        }

        string[] arguments =
        [
            "--worker-of", note, "--target", target, "--seed", $"{options.Seed}",
            "--iteration", iteration.ToString(CultureInfo.InvariantCulture),
            "--seconds", seconds.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        WorkerLine[] lines = [.. WorkerLine.Parse(process.StandardOutput.ReadToEnd())];
        process.WaitForExit();
        return (lines, process.ExitCode, errors.Result);
    }
}
