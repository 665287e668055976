using MicroK8s.Forwarding;
using MicroK8s.Logs;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Logs;
using MicroK8s.Tests.Streams;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Outages;

/// <summary>Watches, logs and forwarded ports whose API server ends in the middle.</summary>
[Collection(Outage.Name)]
public sealed class LookingOutageTests(SecondApiServer server)
{
    [Theory]
    [InlineData(ServerEnd.Kill)]
    [InlineData(ServerEnd.Stop)]
    public async Task What_is_watched_followed_and_forwarded_goes_on_after_a_restart(ServerEnd how)
    {
        await using TestNamespace space = await TestNamespace.CreateAsync("outage");
        await space.DeployAsync("web", "shop/chatty:v1.0", deployment => deployment.Probe("readinessProbe", "/ready"));
        await space.WaitForPodAsync(WorkloadPods.IsReady);
        using Shell watching = server.Connect(space.Name), following = server.Connect(space.Name);
        using Shell forwarding = server.Connect(space.Name);
        using RunningScript watch = watching.Start("Get-MicroService -Watch");
        using RunningScript log = following.Start("Get-MicroServiceLog web -Follow");
        using ServicePortForward forward =
            forwarding.Run("Start-MicroServicePortForward web -Port :8080").TheOne<ServicePortForward>();
        await watch.UntilAsync<MicroService>(service => service.Name == "web");
        await log.UntilAsync<LogLine>(line => line.Text == "line 5");
        Assert.StartsWith("version v1.0", await AskAsync(forward), StringComparison.Ordinal);

        await server.EndAsync(how);
        await space.DeployAsync("new", "shop/web:v1.0", deployment => deployment.Spec["replicas"] = 0);
        Task<string> early = AskAsync(forward);
        await server.StartAsync();

        // A connection that was begun while the server was gone gets through, and so does a later one.
        Assert.StartsWith("version v1.0", await early, StringComparison.Ordinal);
        Assert.StartsWith("version v1.0", await AskAsync(forward), StringComparison.Ordinal);
        await watch.UntilAsync<MicroService>(service => service.Name == "new" && service.Desired == 0);
        await space.ChangeAsync("new", patch => patch.Replace("/spec/replicas", 1));
        await watch.UntilAsync<MicroService>(service => service.Name == "new" && service.Desired == 1);
        string last = $"line {log.Output<LogLine>().Count + 30}";
        await log.UntilAsync<LogLine>(line => line.Text == last);
        NumberedLines.AssertGapless(log.Output<LogLine>());
    }

    /// <summary>Over a connection of its own: one that was open has broken off with the server.</summary>
    private static async Task<string> AskAsync(ServicePortForward forward)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(3) };
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{forward.LocalPort}/"));
    }
}
