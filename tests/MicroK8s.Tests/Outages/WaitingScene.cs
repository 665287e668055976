using System.Management.Automation;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Streams;
using MicroK8s.Tests.Waiting;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Outages;

/// <summary>
/// Waits whose API server ends in the middle. All that decides happens while it is gone, and the controllers are not:
/// so what the wait says is what it learned after the restart.
/// </summary>
internal sealed class WaitingScene : IAsyncDisposable
{
    private readonly TestNamespace _old;
    private readonly TestNamespace _fresh;
    private readonly Shell _waiting;
    private readonly Shell _making;
    private readonly RunningScript _wait;
    private readonly RunningScript _make;
    private KubeObject[] _bad = [];

    private WaitingScene(SecondApiServer server, TestNamespace old, TestNamespace fresh)
    {
        (_old, _fresh) = (old, fresh);
        (_waiting, _making) = (server.Connect(old.Name), server.Connect(fresh.Name));
        _wait = _waiting.Start("Wait-MicroService good, bad");
        _make = _making.Start(
            """
            $gate = @{ Name = 'gate'; Image = 'shop/web:v1.0'; Command = 'sh', '-c', $args[0] }
            [pscustomobject]@{ Name = 'good'; Image = 'shop/web:v1.0'; InitContainer = $gate },
            [pscustomobject]@{ Name = 'bad'; Image = 'shop/nothing:v9'; InitContainer = $gate } |
                New-MicroService -Wait
            """, Gate.Script);
    }

    /// <summary>Ends when every watch runs: one that never ran reports an outage at once.</summary>
    public static async Task<WaitingScene> BeginAsync(SecondApiServer server)
    {
        TestNamespace old = await TestNamespace.CreateAsync("outage");
        await old.DeployAsync("good", "shop/web:v1.0", deployment => deployment.Gated());
        await old.DeployAsync("bad", "shop/nothing:v9", deployment => deployment.Gated());
        var scene = new WaitingScene(server, old, await TestNamespace.CreateAsync("outage"));
        scene._bad = await Task.WhenAll(
            UntilWatchedAsync(scene._old, scene._wait), UntilWatchedAsync(scene._fresh, scene._make));
        return scene;
    }

    /// <summary>One pod of each wait gets ready, and the image of the other cannot be pulled.</summary>
    public Task ChangeAsync() => Task.WhenAll(DecideAsync(_old), DecideAsync(_fresh));

    public async Task AssertVerdictsAsync()
    {
        await AssertVerdictsAsync(_wait, _bad[0], container: "web");
        await AssertVerdictsAsync(_make, _bad[1], container: "bad");
    }

    public async ValueTask DisposeAsync()
    {
        _wait.Dispose();
        _make.Dispose();
        _waiting.Dispose();
        _making.Dispose();
        await _old.DisposeAsync();
        await _fresh.DisposeAsync();
    }

    /// <returns>The pod that will not start.</returns>
    private static async Task<KubeObject> UntilWatchedAsync(TestNamespace space, RunningScript wait)
    {
        await space.WaitForGateAsync("good");
        KubeObject bad = await space.WaitForGateAsync("bad");
        await wait.UntilShownAsync(2, text => !text.StartsWith("reading", StringComparison.Ordinal));
        return bad;
    }

    private static async Task DecideAsync(TestNamespace space)
    {
        KubeObject good = await space.WaitForGateAsync("good");
        KubeObject bad = await space.WaitForGateAsync("bad");
        await good.OpenGateAsync();
        await bad.OpenGateAsync();
        await space.WaitForPodAsync(pod => pod.Uid == good.Uid && WorkloadPods.IsReady(pod));
        await space.WaitForPodAsync(pod => pod.Uid == bad.Uid && pod.Json.Items("status", "containerStatuses")
            .Any(status => status.Text("state", "waiting", "reason") is "ErrImagePull" or "ImagePullBackOff"));
    }

    private static async Task AssertVerdictsAsync(RunningScript wait, KubeObject bad, string container)
    {
        ErrorRecord error = Assert.Single(await wait.EndAsync());
        Assert.StartsWith("ImagePullFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        var failure = Assert.IsType<RolloutFailure>(error.TargetObject);
        Assert.Equal((bad.Name, container), (failure.Pod, failure.Container));
        MicroService done = Assert.Single(wait.Output<MicroService>());
        Assert.Equal(("good", MicroServiceStatus.Healthy), (done.Name, done.Status));
    }
}
