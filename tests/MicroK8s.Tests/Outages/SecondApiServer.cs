using System.Diagnostics;
using MicroK8s.Connection;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Outages;

/// <summary>
/// A second real API server of the test cluster, over the same etcd. It can be ended in the middle of anything: the
/// first one, the controllers and all other tests go on.
/// </summary>
public sealed class SecondApiServer : IAsyncLifetime
{
    private static readonly string RunFolder = Path.GetDirectoryName(TestCluster.KubeConfig)!;

    private readonly string _script = Path.Combine(Repository.Root, "tests", "cluster", "second-api-server");
    private FileStream? _mine;

    /// <summary>A kubeconfig that knows only this server.</summary>
    public string KubeConfig { get; } = Path.Combine(RunFolder, "kubeconfig-second");

    public async Task InitializeAsync()
    {
        _mine = await TakeAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await RunAsync("stop");
        await _mine!.DisposeAsync();
    }

    /// <summary>Does something while it is gone. It is ready again afterwards, for the tests that follow a failure too.
    /// </summary>
    public async Task WhileGoneAsync(ServerEnd how, Func<Task> action)
    {
        await RunAsync(how == ServerEnd.Kill ? "kill" : "stop");
        try
        {
            await action();
        }
        finally
        {
            await StartAsync();
        }
    }

    /// <summary>A shell that is connected through it.</summary>
    public Shell Connect(string namespaceName) => Shell.Connected(KubeConfig, "microk8s-test-second", namespaceName);

    /// <summary>A session through it.</summary>
    public IClusterSession Open() => Adapter.Open(KubeConfig, "microk8s-test-second");

    /// <summary>There is one per cluster, so another test run on this machine has to wait.</summary>
    private static async Task<FileStream> TakeAsync()
    {
        string path = Path.Combine(RunFolder, "kubeconfig-second.lock");
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(5))
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    private Task StartAsync() => RunAsync("start");

    private async Task RunAsync(string command)
    {
        var start = new ProcessStartInfo(_script, [command])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"second-api-server {command}: {await output}{errors}");
    }
}
