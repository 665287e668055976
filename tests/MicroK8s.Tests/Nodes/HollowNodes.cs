using System.Diagnostics;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Nodes;

/// <summary>
/// Hollow nodes of the test cluster: kubelets whose runtime only pretends, so that their pods become ready and end.
/// They are tainted, so that nobody else's pods come there; what was not there before goes again. Each test takes nodes
/// of its own: a kubelet needs ten seconds to forget a pod.
/// </summary>
public sealed class HollowNodes : IAsyncLifetime
{
    private const int Wanted = 6;

    private int _before;
    private int _taken;

    /// <summary>A node that no other test has.</summary>
    public string Take()
    {
        Assert.InRange(_taken, 0, Wanted - 1);
        return $"hollow-node-{_taken++}";
    }

    public async Task InitializeAsync()
    {
        _before = (await TestCluster.Admin.Resources.ReadAllAsync(
            new ResourceQuery(ResourceTypes.Node, null) { LabelSelector = "microk8s-test/hollow" }, CancellationToken.None)).Count;
        if (_before < Wanted) await UpAsync(Wanted);

        // A run that was ended may have left them cordoned.
        if (_before > 0) await Kubectl.RunAsync("uncordon", "--selector", "microk8s-test/hollow");
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
