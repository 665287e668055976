using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>
/// Waits on the real API server whose watches break in the middle. The server itself goes on: one that is restarted
/// is in <see cref="Tests.Outages.OutageTests"/>, one that has forgotten a version in
/// <see cref="Tests.Outages.ForgottenVersionTests"/>.
/// </summary>
public sealed class WatchSurvivalTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Streams_that_the_server_closes_are_taken_up_again()
    {
        using var proxy = new CuttingProxy { IsImpatient = true };
        KubeObject done = await WaitAsync(proxy, "shop/web:v1.0", () => Task.CompletedTask);

        Assert.Equal(1, done.Json.Count("status", "availableReplicas"));
        Assert.True(proxy.Ended > 4, $"The server closed {proxy.Ended} watches.");
    }

    [Fact]
    public async Task An_outage_in_the_middle_is_waited_out_and_the_rollout_succeeds()
    {
        using var proxy = new CuttingProxy();
        KubeObject done = await WaitAsync(proxy, "shop/web:v1.0", () => proxy.GoDownAsync(Outage));

        Assert.Equal(1, done.Json.Count("status", "availableReplicas"));
    }

    [Fact]
    public async Task A_failure_that_happens_during_an_outage_is_seen_after_it()
    {
        using var proxy = new CuttingProxy();
        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(
            () => WaitAsync(proxy, "shop/nothing:v9", () => proxy.GoDownAsync(Outage), unschedulable: true));

        Assert.Equal(ClusterFault.Unschedulable, exception.Fault);
        Assert.True(Assert.IsType<RolloutFailure>(exception.Target).Elapsed > Outage);
    }

    /// <summary>Waits through the proxy; as soon as all watches run, something happens to them.</summary>
    internal static async Task<KubeObject> WaitAsync(
        CuttingProxy proxy, string image, Func<Task> happens, bool unschedulable = false)
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync("web", image, d =>
        {
            d.Spec["minReadySeconds"] = 6;
            if (unschedulable) d.PodSpec["nodeSelector"] = new System.Text.Json.Nodes.JsonObject { ["disk"] = "none-such" };
        });
        using var file = new TemporaryFile(KubeConfigText.For(proxy.Address));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        var begun = new TaskCompletionSource();
        Task<KubeObject> wait = RolloutWait.RunAsync(
            session, deployed, TimeSpan.FromSeconds(90), new Listener(begun), TimeProvider.System, CancellationToken.None);
        await begun.Task.WaitAsync(Patience.Long);
        await happens();
        return await wait;
    }

    private sealed class Listener(TaskCompletionSource begun) : IProgress<RolloutProgress>
    {
        public void Report(RolloutProgress value)
        {
            // A watch that never ran reports an outage at once, so all of them must run.
            if (!value.Message.StartsWith("reading", StringComparison.Ordinal)) begun.TrySetResult();
        }
    }
}
