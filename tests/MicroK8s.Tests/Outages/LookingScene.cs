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

/// <summary>A watch, a log and a forwarded port whose API server ends in the middle.</summary>
internal sealed class LookingScene : IAsyncDisposable
{
    private readonly TestNamespace _space;
    private readonly Shell[] _shells;
    private readonly RunningScript _watch;
    private readonly RunningScript _log;
    private readonly ServicePortForward _forward;
    private Task<string>? _early;

    private LookingScene(SecondApiServer server, TestNamespace space)
    {
        _space = space;
        _shells = [server.Connect(space.Name), server.Connect(space.Name), server.Connect(space.Name)];
        _watch = _shells[0].Start("Get-MicroService -Watch");
        _log = _shells[1].Start("Get-MicroServiceLog web -Follow");
        _forward = _shells[2].Run("Start-MicroServicePortForward web -Port :8080").TheOne<ServicePortForward>();
    }

    /// <summary>Ends when each of them has shown something.</summary>
    public static async Task<LookingScene> BeginAsync(SecondApiServer server)
    {
        TestNamespace space = await TestNamespace.CreateAsync("outage");
        await space.DeployAsync("web", "shop/chatty:v1.0", deployment => deployment.Probe("readinessProbe", "/ready"));
        await space.WaitForPodAsync(WorkloadPods.IsReady);
        var scene = new LookingScene(server, space);
        await scene._watch.UntilAsync<MicroService>(service => service.Name == "web");
        await scene._log.UntilAsync<LogLine>(line => line.Text == "line 5");
        AssertAnswered(await scene.AskAsync());
        return scene;
    }

    /// <summary>Something new to see, and a connection that is begun while the server is gone.</summary>
    public async Task ChangeAsync()
    {
        await _space.DeployAsync("new", "shop/web:v1.0", deployment => deployment.Spec["replicas"] = 0);
        _early = AskAsync();
    }

    public async Task AssertGoesOnAsync()
    {
        // The connection that was begun while the server was gone gets through, and so does a later one.
        AssertAnswered(await _early!);
        AssertAnswered(await AskAsync());
        await _watch.UntilAsync<MicroService>(service => service.Name == "new" && service.Desired == 0);
        await _space.ChangeAsync("new", patch => patch.Replace("/spec/replicas", 1));
        await _watch.UntilAsync<MicroService>(service => service.Name == "new" && service.Desired == 1);
        string last = $"line {_log.Output<LogLine>().Count + 30}";
        await _log.UntilAsync<LogLine>(line => line.Text == last);
        NumberedLines.AssertGapless(_log.Output<LogLine>());
    }

    public async ValueTask DisposeAsync()
    {
        _forward.Dispose();
        _log.Dispose();
        _watch.Dispose();
        foreach (Shell shell in _shells) shell.Dispose();
        await _space.DisposeAsync();
    }

    private static void AssertAnswered(string answer) =>
        Assert.True(answer.StartsWith("version v1.0", StringComparison.Ordinal), answer);

    /// <summary>Over a connection of its own: one that was open has broken off with the server.</summary>
    private async Task<string> AskAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(3) };
        try
        {
            return await http.GetStringAsync(new Uri($"http://127.0.0.1:{_forward.LocalPort}/"));
        }
        catch (HttpRequestException exception)
        {
            return $"broken off: {exception.Message} {exception.InnerException?.Message} {_forward.State} {_forward.LastError}";
        }
    }
}
