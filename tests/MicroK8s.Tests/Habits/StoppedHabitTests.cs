using System.Net;
using System.Net.Sockets;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Habits;

/// <summary>
/// Ctrl+C returns within 100 ms whatever a cmdlet waits for, leaves nothing running, and says what a write leaves.
/// </summary>
[Collection(Alone.Name)]
public sealed class StoppedHabitTests
{
    private const string Endless = """
        echo $$ > "$DIR/pids.new"
        sleep 600 &
        echo $! >> "$DIR/pids.new"
        mv "$DIR/pids.new" "$DIR/pids"
        wait
        """;

    private const int AtOnce = 24;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(150);

    private static readonly (string Habit, HabitStage Stage, string Script)[] Readers =
    [
        ("silence", HabitStage.First, "Get-MicroService"),
        ("silence", HabitStage.List, "Wait-MicroService web"),
        ("silence", HabitStage.List, "Test-ClusterHealth -Timeout 600"),
        ("half a body", HabitStage.List, "Get-MicroServicePod"),
        ("a byte a second", HabitStage.First, "Resolve-MicroService web"),
        ("silence", HabitStage.Stream, "Wait-MicroService web"),
        ("silence", HabitStage.Stream, "Get-MicroService -Watch"),
        ("endless garbage", HabitStage.Stream, "Wait-MicroService web"),
        ("endless events", HabitStage.Stream, "Wait-MicroService web"),
        ("503 for ever", HabitStage.Stream, "Restart-MicroService web -Wait"),
        ("half a body", HabitStage.Stream, "Get-MicroServiceLog web -Follow"),
        ("silence", HabitStage.Write, "Invoke-MicroServiceCommand web id"),
    ];

    private static readonly string[] Writers =
    [
        "Set-MicroService web -Image shop/web:v9", "New-MicroService fresh shop/web:v1 -Port 80",
        "Remove-MicroService web -Force -Confirm:$false", "Restart-MicroService web", "Suspend-Rollout web",
        "Resume-Rollout held", "Invoke-Rollback web", "New-Canary web shop/web:v9", "Set-CanaryWeight web 20 -Force",
        "Complete-Canary tried -Force", "Remove-Canary tried -Force",
        "Invoke-CanaryRollout web shop/web:v9",
        "Enable-MicroServiceMonitoring web", "Disable-MicroServiceMonitoring watched -Force",
        "Grant-MicroServiceAccess web -From tried -Network", "Revoke-MicroServiceAccess web -From held -Force",
        "Set-TrafficPolicy web -RequestTimeout 15s", "Remove-TrafficPolicy web -Confirm:$false",
        "Suspend-NodeScheduling node-1", "Resume-NodeScheduling node-2", "Set-NodeTaint node-1 a=b:NoSchedule",
        "Remove-NodeTaint node-2 a -Confirm:$false", "Invoke-NodeDrain node-1 -Confirm:$false",
        "[pscustomobject]@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' } } | Publish-MicroService",
    ];

    private static readonly string[] Waiters =
    [
        "Set-MicroService web -Image shop/web:v9 -Wait", "New-MicroService fresh shop/web:v1 -Port 80 -Wait",
        "Restart-MicroService web -Wait", "Resume-Rollout held -Wait", "New-Canary web shop/web:v9 -Wait",
        "Complete-Canary tried -Force", "Remove-Canary tried -Force", "Invoke-NodeDrain node-1 -Confirm:$false",

        // A stop takes the canary back, and the wait for its pods to go has the time of one wait.
        "Invoke-CanaryRollout web shop/web:v9 -Timeout 5",
    ];

    [Fact]
    public Task A_server_with_a_habit() => AllAsync(Readers, row =>
    {
        Habit bad = BadHabits.All.Single(one => one.Name == row.Habit);
        return AssertStopsAsync(() => new HabitServer(bad, row.Stage), server => AfterAsync(server.IsReached), row.Script);
    });

    [Fact]
    public async Task A_pause_before_the_next_try()
    {
        var busy = new Habit("busy", [], (_, stream, stop) => stream.WriteAsync(
            "HTTP/1.1 429 Busy\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop)
            .AsTask());
        await AssertStopsAsync(
            () => new HabitServer(busy, HabitStage.First), server => AfterAsync(server.IsReached), "Get-MicroService");
    }

    [Fact]
    public async Task A_server_that_accepts_no_connection()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var address = (IPEndPoint)listener.LocalEndPoint!;
        var queue = new List<Socket>();
        bool isFull = false;
        while (!isFull)
        {
            queue.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
            Task connecting = queue[^1].ConnectAsync(address);
            isFull = await Task.WhenAny(connecting, Task.Delay(500)) != connecting;
        }

        using var file = new TemporaryFile(KubeConfigText.For($"http://127.0.0.1:{address.Port}"));
        using var shell = new Shell();
        await StopTime.AssertFastAsync(shell, () => Task.FromResult(shell.StopAfter(
            "Get-MicroService -KubeConfig $args[0]", TimeSpan.FromSeconds(1.5), file.Path)));
        queue.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_credential_plugin_is_ended_with_its_children()
    {
        var gone = new List<TimeSpan>();
        using var shell = new Shell();
        await StopTime.AssertFastAsync(shell, async () =>
        {
            using var plugin = new PluginScript("https://127.0.0.1:1", Endless);
            TimeSpan took = shell.StopWhen(
                "Get-MicroService -KubeConfig $args[0]", plugin.WrittenAsync("pids"), plugin.KubeConfig);
            gone.Add(await plugin.GoneAsync("pids"));
            return took;
        });
        Assert.InRange(gone.Min().TotalSeconds, 0, 1);
        Assert.InRange(gone.Max().TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task A_write_says_what_remains()
    {
        using var limit = new RequestLimit("2");
        await AllAsync(Writers, script => AssertSaysAsync(HabitStage.Write, script));
    }

    [Fact]
    public Task A_wait_after_a_write_says_what_remains() =>
        AllAsync(Waiters, script => AssertSaysAsync(HabitStage.Stream, script));

    private static Task AssertSaysAsync(HabitStage stage, string script)
    {
        Habit silent = BadHabits.All.Single(one => one.Name == "silence");
        return AssertStopsAsync(
            () => new HabitServer(silent, stage), server => AfterAsync(server.IsReached), script, "Stopped");
    }

    /// <summary>Every row, several at once: nearly all of their time is waiting.</summary>
    private static async Task AllAsync<TRow>(IEnumerable<TRow> rows, Func<TRow, Task> test)
    {
        using var slots = new SemaphoreSlim(AtOnce);
        string?[] faults = await Task.WhenAll(rows.Select(row => Task.Run(() => FaultAsync(row))));
        Assert.True(faults.All(fault => fault is null), string.Join(Environment.NewLine, faults.OfType<string>()));

        async Task<string?> FaultAsync(TRow row)
        {
            await slots.WaitAsync();
            try
            {
                await test(row);
                return null;
            }
            catch (Exception exception)
            {
                return $"{row}: {exception}";
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private static bool IsNamespaced(string script) =>
        !script.StartsWith("Test-ClusterHealth", StringComparison.Ordinal)
        && !script.Contains("-Node", StringComparison.Ordinal);

    private static async Task AfterAsync(Task happened)
    {
        await happened;
        await Task.Delay(Soon);
    }

    private static async Task AssertStopsAsync(
        Func<HabitServer> serve, Func<HabitServer, Task> happened, string script, string? said = null)
    {
        using var shell = new Shell();
        await StopTime.AssertFastAsync(shell, async () =>
        {
            using HabitServer server = serve();
            using var file = new TemporaryFile(KubeConfigText.For(server.Address));
            TimeSpan took = shell.StopWhen(
                $"{script}{(IsNamespaced(script) ? " -Namespace shop" : "")} -KubeConfig $args[0]",
                happened(server), file.Path);
            if (said is not null) Assert.Contains(said, shell.HostText, StringComparison.Ordinal);

            // A write that is carried out to its end has the time of one request, and of its undo.
            for (int wait = 0; server.Open > 0 && wait < 300; wait++) await Task.Delay(50);
            Assert.Equal(0, server.Open);
            return took;
        });
    }
}
