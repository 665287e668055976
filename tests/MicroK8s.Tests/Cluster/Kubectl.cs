using System.Diagnostics;

namespace MicroK8s.Tests.Cluster;

/// <summary>The real kubectl on the test cluster: the other writer that the module must get along with.</summary>
internal static class Kubectl
{
    /// <summary>Where tests/cluster puts one if the machine has none.</summary>
    private static readonly string Cached = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "microk8s-powershell", "kubectl", "kubectl");

    // kubectl remembers for hours what a cluster serves. What tests of broken APIs leave there makes each later call ask
    // for all groups anew, so it is neither the user's nor left to the next run.
    private static readonly TemporaryFolder Discovery = new();

    static Kubectl() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Discovery.Dispose();

    /// <summary>The program.</summary>
    public static string Program => File.Exists(Cached) ? Cached : "kubectl";

    /// <summary>Runs a command; its exit code must be 0.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    public static Task<string> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>The same with a text as standard input, for <c>-f -</c>.</summary>
    public static async Task<string> RunAsync(string? input, string[] arguments) =>
        (await RunWithLogAsync(input, arguments)).Output;

    /// <summary>The same with what it wrote to its standard error, such as what it sends with <c>-v=10</c>.</summary>
    public static async Task<(string Output, string Log)> RunWithLogAsync(string? input, string[] arguments)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        string[] options =
        [
            "--kubeconfig", TestCluster.KubeConfig, "--context", TestCluster.Context, "--cache-dir", Discovery.Path,

            // To validate, kubectl would load the schemas of all kinds, which takes four times what the rest of it does.
            .. arguments is ["apply" or "create", ..] ? (string[])["--validate=false"] : [],
        ];
        foreach (string argument in options.Concat(arguments)) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {await errors}");
        return (output, await errors);
    }
}
