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
    public async Task Wait_MicroService_tells_what_happened_while_the_server_was_gone(ServerEnd how)
    {
        await using TestNamespace space = await TestNamespace.CreateAsync("outage");
        await space.DeployAsync("good", "shop/web:v1.0", deployment => deployment.Gated());
        await space.DeployAsync("bad", "shop/nothing:v9", deployment => deployment.Gated());
        using Shell shell = server.Connect(space.Name);
        using RunningScript wait = shell.Start("Wait-MicroService good, bad");
        await AssertVerdictsAsync(space, wait, how, container: "web");
    }

    [Theory]
    [InlineData(ServerEnd.Kill)]
    [InlineData(ServerEnd.Stop)]
    public async Task New_MicroService_tells_what_happened_while_the_server_was_gone(ServerEnd how)
    {
        await using TestNamespace space = await TestNamespace.CreateAsync("outage");
        using Shell shell = server.Connect(space.Name);
        using RunningScript wait = shell.Start(
            """
            $gate = @{ Name = 'gate'; Image = 'shop/web:v1.0'; Command = 'sh', '-c', $args[0] }
            [pscustomobject]@{ Name = 'good'; Image = 'shop/web:v1.0'; InitContainer = $gate },
            [pscustomobject]@{ Name = 'bad'; Image = 'shop/nothing:v9'; InitContainer = $gate } |
                New-MicroService -Wait
            """, Gate.Script);
        await AssertVerdictsAsync(space, wait, how, container: "bad");
    }

    private async Task AssertVerdictsAsync(TestNamespace space, RunningScript wait, ServerEnd how, string container)
    {
        KubeObject good = await space.WaitForGateAsync("good");
        KubeObject bad = await space.WaitForGateAsync("bad");

        // A watch that never ran reports an outage at once, so all of them must run.
        await wait.UntilShownAsync(2, text => !text.StartsWith("reading", StringComparison.Ordinal));
        await server.EndAsync(how);
        await good.OpenGateAsync();
        await bad.OpenGateAsync();
        await space.WaitForPodAsync(pod => pod.Uid == good.Uid && WorkloadPods.IsReady(pod));
        await space.WaitForPodAsync(pod => pod.Uid == bad.Uid && pod.Json.Items("status", "containerStatuses")
            .Any(status => status.Text("state", "waiting", "reason") is "ErrImagePull" or "ImagePullBackOff"));
        await server.StartAsync();

        ErrorRecord error = Assert.Single(await wait.EndAsync());
        Assert.StartsWith("ImagePullFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        var failure = Assert.IsType<RolloutFailure>(error.TargetObject);
        Assert.Equal((bad.Name, container), (failure.Pod, failure.Container));
        MicroService done = Assert.Single(wait.Output<MicroService>());
        Assert.Equal(("good", MicroServiceStatus.Healthy), (done.Name, done.Status));
    }
}
