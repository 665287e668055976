using System.Diagnostics;

namespace MicroK8s.Tests.Engine;

/// <summary>
/// A process of the real PowerShell: the one on the PATH, else the tool of the repository. For what the engine alone
/// does not have, such as Format-List, Get-Error and transcripts.
/// </summary>
internal static class RealShell
{
    private static readonly Lazy<string[]> Command = new(Find);

    /// <summary>Runs a script that has the module imported; it must end with exit code 0.</summary>
    /// <returns>All that the process wrote.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        using var file = new TemporaryFile(
            $"$ErrorActionPreference = 'Stop'\nImport-Module '{Repository.Manifest}'\n"
            + $"$ErrorActionPreference = 'Continue'\n& {{\n{script}\n}} @args\nexit 0\n", "script.ps1");
        using Process process = Start([.. Command.Value, "-NoProfile", "-NonInteractive", "-File", file.Path, .. arguments]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    private static string[] Find()
    {
        bool isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")));
        if (isInstalled) return ["pwsh"];

        using Process restore = Start(["dotnet", "tool", "restore"]);
        string output = restore.StandardOutput.ReadToEnd();
        restore.WaitForExit();
        Assert.True(restore.ExitCode == 0, output);
        return ["dotnet", "tool", "run", "pwsh", "--"];
    }

    private static Process Start(string[] command) => Process.Start(
        new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
}
