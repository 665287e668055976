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
[Collection(Outage.Name)]
public sealed class WaitingOutageTests(SecondApiServer server)
{
    [Theory]
    [InlineData(ServerEnd.Kill)]
    [InlineData(ServerEnd.Stop)]
    public async Task Wait_MicroService_and_New_MicroService_tell_what_happened_while_the_server_was_gone(ServerEnd how)
    {
        await using TestNamespace old = await TestNamespace.CreateAsync("outage");
        await using TestNamespace fresh = await TestNamespace.CreateAsync("outage");
        await old.DeployAsync("good", "shop/web:v1.0", deployment => deployment.Gated());
        await old.DeployAsync("bad", "shop/nothing:v9", deployment => deployment.Gated());
        using Shell waiting = server.Connect(old.Name), making = server.Connect(fresh.Name);
        using RunningScript wait = waiting.Start("Wait-MicroService good, bad");
        using RunningScript make = making.Start(
            """
            $gate = @{ Name = 'gate'; Image = 'shop/web:v1.0'; Command = 'sh', '-c', $args[0] }
            [pscustomobject]@{ Name = 'good'; Image = 'shop/web:v1.0'; InitContainer = $gate },
            [pscustomobject]@{ Name = 'bad'; Image = 'shop/nothing:v9'; InitContainer = $gate } |
                New-MicroService -Wait
            """, Gate.Script);
        KubeObject[] bad = await Task.WhenAll(UntilWatchedAsync(old, wait), UntilWatchedAsync(fresh, make));

        await server.EndAsync(how);
        await Task.WhenAll(DecideAsync(old), DecideAsync(fresh));
        await server.StartAsync();

        await AssertVerdictsAsync(wait, bad[0], container: "web");
        await AssertVerdictsAsync(make, bad[1], container: "bad");
    }

    /// <summary>A watch that never ran reports an outage at once, so all of them must run.</summary>
    /// <returns>The pod that will not start.</returns>
    private static async Task<KubeObject> UntilWatchedAsync(TestNamespace space, RunningScript wait)
    {
        await space.WaitForGateAsync("good");
        KubeObject bad = await space.WaitForGateAsync("bad");
        await wait.UntilShownAsync(2, text => !text.StartsWith("reading", StringComparison.Ordinal));
        return bad;
    }

    /// <summary>One pod gets ready, and the image of the other cannot be pulled.</summary>
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
