using System.Diagnostics;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Nodes;

/// <summary>
/// Two hollow nodes of the test cluster: kubelets whose runtime only pretends, so that their pods become ready and end.
/// They are tainted, so that nobody else's pods come there; what was not there before goes again.
/// </summary>
public sealed class HollowNodes : IAsyncLifetime
{
    private const int Wanted = 2;

    private int _before;

    /// <summary>The first one.</summary>
    public static string First => "hollow-node-0";

    /// <summary>The second one.</summary>
    public static string Second => "hollow-node-1";

    public async Task InitializeAsync()
    {
        _before = (await TestCluster.Admin.Resources.ReadAllAsync(
            new ResourceQuery(ResourceTypes.Node, null) { LabelSelector = "microk8s-test/hollow" }, CancellationToken.None)).Count;
        if (_before < Wanted) await UpAsync(Wanted);
    }

    public Task DisposeAsync() => _before < Wanted ? UpAsync(_before) : Task.CompletedTask;

    private static async Task UpAsync(int nodes)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "tests", "cluster", "up"), ["--nodes", $"{nodes}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
    }
}
