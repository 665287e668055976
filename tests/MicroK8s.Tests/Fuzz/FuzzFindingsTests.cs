using System.Diagnostics;

namespace MicroK8s.Tests.Fuzz;

/// <summary>The inputs that once ended as none may, and the seeds: each ends well now, or with a fault.</summary>
public sealed class FuzzFindingsTests
{
    // In a process of its own: some of them have ended one.
    [Fact]
    public async Task Every_kept_input_ends_as_it_may()
    {
        string folder = Path.Combine(Repository.Root, "tests", "Fuzz");
        DirectoryInfo output = new(AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(folder, "bin", output.Parent!.Name, output.Name, "microk8s-fuzz.dll"), "--replay",
                Path.Combine(folder, "corpus"),
            },
        };
        using Process process = Process.Start(start)!;
        using var limit = Patience.Start();
        Task<string> answers = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        string said = await answers + await errors;
        Assert.True(process.ExitCode == 0, said);
        int files = Directory.GetFiles(Path.Combine(folder, "corpus"), "*", SearchOption.AllDirectories).Length;
        Assert.Equal(files, said.Split('\n').Count(line => line.EndsWith(": ok", StringComparison.Ordinal)));
    }
}
