using System.Diagnostics;

namespace MicroK8s.Tests.Engine;

/// <summary>
/// A process of the real PowerShell: the one that tests/pwsh finds. For what the engine alone does not have, such as
/// Format-List, Get-Error and transcripts, and for what needs a process of its own.
/// </summary>
internal static class RealShell
{
    /// <summary>A script of bash is no program for Windows, where PowerShell has to be on the PATH.</summary>
    private static readonly string Program =
        OperatingSystem.IsWindows() ? "pwsh" : Path.Combine(Repository.Root, "tests", "pwsh");

    /// <summary>Runs a script that has the module imported; it must end with exit code 0.</summary>
    /// <returns>All that the process wrote.</returns>
    public static Task<string> RunAsync(string script, params string[] arguments) => RunBareAsync(
        $"$ErrorActionPreference = 'Stop'\nImport-Module '{Repository.Manifest}'\n"
        + $"$ErrorActionPreference = 'Continue'\n& {{\n{script}\n}} @args\nexit 0\n", arguments);

    /// <summary>Runs a script as it is; it must end with exit code 0.</summary>
    /// <returns>All that the process wrote.</returns>
    public static async Task<string> RunBareAsync(string script, params string[] arguments)
    {
        using var file = new TemporaryFile(script, "script.ps1");
        using Process process = Start(["-File", file.Path, .. arguments]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    /// <summary>Starts a process with nothing to read, and leaves it to the caller.</summary>
    public static Process Start(params string[] arguments) =>
        Start(Repository.Root, new Dictionary<string, string>(), arguments);

    /// <summary>The same in a folder, with more environment variables.</summary>
    public static Process Start(
        string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, ["-NoProfile", "-NonInteractive", .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true,

            // A short-lived process: recompiling at a higher tier never pays off.
            Environment = { ["DOTNET_TC_CallCounting"] = "0" },
        };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
