using System.Diagnostics;

namespace MicroK8s.Tests.Host;

/// <summary>Runs the built console host as a process of its own, all its ends redirected.</summary>
public static class HostProcess
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <summary>Beside the tests' own build, in the same configuration.</summary>
    private static string Program
    {
        get
        {
            DirectoryInfo output = new(AppContext.BaseDirectory);
            string configuration = output.Parent!.Name;
            return Path.Combine(
                Repository.Root, "tests", "Host", "bin", configuration, output.Name, "microk8s-host.dll");
        }
    }

    public static Task<HostResult> RunAsync(params string[] arguments) => RunAsync("", arguments);

    public static async Task<HostResult> RunAsync(string input, string[] arguments)
    {
        using Process process = Start("dotnet", [Program, .. arguments]);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    /// <summary>Starts the host and leaves it to the caller, who ends it.</summary>
    internal static Process Begin(params string[] arguments) => Start("dotnet", [Program, .. arguments]);

    /// <summary>Interrupts the host as Ctrl+C does, as soon as it has written its first line.</summary>
    public static async Task<HostResult> InterruptAsync(params string[] arguments)
    {
        // A test runner in the background ignores the signal, and its children would inherit that.
        using Process process = Start("env", ["--default-signal=INT", "dotnet", Program, .. arguments]);
        string? first = await process.StandardOutput.ReadLineAsync().WaitAsync(s_limit);
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        HostResult result = await FinishAsync(process);
        return result with { Output = $"{first}\n{result.Output}" };
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task<HostResult> FinishAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(s_limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new HostResult(process.ExitCode, await output, await error);
    }
}
