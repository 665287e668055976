using System.Net;
using System.Net.Sockets;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Habits;

/// <summary>
/// Ctrl+C returns within 100 ms whatever a cmdlet waits for, leaves nothing running, and says what a write leaves.
/// </summary>
public sealed class StoppedHabitTests
{
    private const string Endless = """
        echo $$ > "$DIR/pids.new"
        sleep 600 &
        echo $! >> "$DIR/pids.new"
        mv "$DIR/pids.new" "$DIR/pids"
        wait
        """;

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

    private static readonly string[] Waiters =
    [
        "Set-MicroService web -Image shop/web:v9 -Wait", "New-MicroService fresh shop/web:v1 -Port 80 -Wait",
        "Restart-MicroService web -Wait", "Resume-Rollout held -Wait", "New-Canary web shop/web:v9 -Wait",
        "Complete-Canary tried -Force", "Remove-Canary tried -Force", "Invoke-NodeDrain node-1 -Confirm:$false",

        // A stop takes the canary back, and the wait for its pods to go has the time of one wait.
        "Invoke-CanaryRollout web shop/web:v9 -Timeout 5",
    ];

    [Fact]
    public Task A_server_with_a_habit() => StoppedHabit.AllAsync(Readers, row =>
    {
        Habit bad = BadHabits.All.Single(one => one.Name == row.Habit);
        return StoppedHabit.AssertStopsAsync(
            () => new HabitServer(bad, row.Stage), server => StoppedHabit.AfterAsync(server.IsReached), row.Script);
    });

    [Fact]
    public async Task A_pause_before_the_next_try()
    {
        var busy = new Habit("busy", [], (_, stream, stop) => stream.WriteAsync(
            "HTTP/1.1 429 Busy\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop)
            .AsTask());
        await StoppedHabit.AssertStopsAsync(
            () => new HabitServer(busy, HabitStage.First), server => StoppedHabit.AfterAsync(server.IsReached),
            "Get-MicroService");
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

        // By itself it would go on for ten minutes.
        Assert.InRange(gone.Max().TotalSeconds, 0, 19);
    }

    /// <summary>
    /// The one before it in the pipeline takes its time, so that a progress bar fails before it is told. In about half of
    /// all stops none is drawn just then, so there are three.
    /// </summary>
    [Fact]
    public async Task A_stop_that_a_progress_bar_notices_first_says_what_remains()
    {
        Habit events = BadHabits.All.Single(one => one.Name == "endless events");
        await StoppedHabit.AllAsync(Enumerable.Range(1, 3), _ =>
        {
            using var server = new HabitServer(events, HabitStage.Stream);
            using var file = new TemporaryFile(KubeConfigText.For(server.Address));
            using var shell = new Shell();
            shell.Run("Import-Module -Assembly $args[0]", typeof(WaitAtStopCommand).Assembly).AssertNoErrors();
            shell.StopWhen(
                "Wait-AtStop web | Restart-MicroService -Wait -Namespace shop -KubeConfig $args[0]",
                StoppedHabit.AfterAsync(server.IsReached), file.Path);
            Assert.Contains("Stopped waiting; the rollout of", shell.HostText, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public Task A_wait_after_a_write_says_what_remains() =>
        StoppedHabit.AllAsync(Waiters, script => StoppedHabit.AssertSaysAsync(HabitStage.Stream, script));
}
