using System.Net;
using System.Net.Sockets;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Habits;

/// <summary>
/// Ctrl+C returns within 100 ms whatever a cmdlet waits for, leaves nothing running, and says what a write leaves. The
/// fastest of three tells of the code; that none takes three seconds holds on a loaded machine too.
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

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(150);

    public static TheoryData<string> Writers => new(
        "Set-MicroService web -Image shop/web:v9", "New-MicroService fresh shop/web:v1 -Port 80",
        "Remove-MicroService web -Force -Confirm:$false", "Restart-MicroService web", "Suspend-Rollout web",
        "Resume-Rollout held", "Invoke-Rollback web", "New-Canary web shop/web:v9", "Set-CanaryWeight web 20 -Force",
        "[pscustomobject]@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' } } | Publish-MicroService");

    [Theory]
    [InlineData("silence", 0, "Get-MicroService")]
    [InlineData("silence", 1, "Wait-MicroService web")]
    [InlineData("silence", 1, "Test-ClusterHealth -Timeout 600")]
    [InlineData("half a body", 1, "Get-MicroServicePod")]
    [InlineData("a byte a second", 0, "Resolve-MicroService web")]
    [InlineData("silence", 2, "Wait-MicroService web")]
    [InlineData("silence", 2, "Get-MicroService -Watch")]
    [InlineData("endless garbage", 2, "Wait-MicroService web")]
    [InlineData("endless events", 2, "Wait-MicroService web")]
    [InlineData("503 for ever", 2, "Restart-MicroService web -Wait")]
    [InlineData("half a body", 2, "Get-MicroServiceLog web -Follow")]
    [InlineData("silence", 3, "Invoke-MicroServiceCommand web id")]
    public async Task A_server_with_a_habit(string habit, int stage, string script)
    {
        Habit bad = BadHabits.All.Single(one => one.Name == habit);
        await AssertStopsAsync(
            () => new HabitServer(bad, (HabitStage)stage), server => AfterAsync(server.IsReached), script);
    }

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
        TimeSpan[] took = [.. Enumerable.Range(0, 3).Select(_ => shell.StopAfter(
            "Get-MicroService -KubeConfig $args[0]", TimeSpan.FromSeconds(1.5), file.Path))];
        AssertFast(shell, took);
        queue.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_credential_plugin_is_ended_with_its_children()
    {
        var took = new List<TimeSpan>();
        var gone = new List<TimeSpan>();
        using var shell = new Shell();
        for (int i = 0; i < 3; i++)
        {
            using var plugin = new PluginScript("https://127.0.0.1:1", Endless);
            took.Add(shell.StopWhen(
                "Get-MicroService -KubeConfig $args[0]", plugin.WrittenAsync("pids"), plugin.KubeConfig));
            gone.Add(await plugin.GoneAsync("pids"));
        }

        AssertFast(shell, took);
        Assert.InRange(gone.Min().TotalSeconds, 0, 1);
        Assert.InRange(gone.Max().TotalSeconds, 0, 5);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task A_write_says_what_remains(string script)
    {
        Habit silent = BadHabits.All.Single(one => one.Name == "silence");
        using var limit = new RequestLimit("4");
        await AssertStopsAsync(
            () => new HabitServer(silent, HabitStage.Write), server => AfterAsync(server.IsReached), script,
            "Stopped");
    }

    [Theory]
    [InlineData("Set-MicroService web -Image shop/web:v9 -Wait")]
    [InlineData("New-MicroService fresh shop/web:v1 -Port 80 -Wait")]
    [InlineData("Restart-MicroService web -Wait")]
    [InlineData("Resume-Rollout held -Wait")]
    [InlineData("New-Canary web shop/web:v9 -Wait")]
    public async Task A_wait_after_a_write_says_what_remains(string script)
    {
        Habit silent = BadHabits.All.Single(one => one.Name == "silence");
        await AssertStopsAsync(
            () => new HabitServer(silent, HabitStage.Stream), server => AfterAsync(server.IsReached), script, "Stopped");
    }

    private static async Task AfterAsync(Task happened)
    {
        await happened;
        await Task.Delay(Soon);
    }

    private static async Task AssertStopsAsync(
        Func<HabitServer> serve, Func<HabitServer, Task> happened, string script, string? said = null)
    {
        var took = new List<TimeSpan>();
        using var shell = new Shell();
        for (int i = 0; i < 3; i++)
        {
            using HabitServer server = serve();
            using var file = new TemporaryFile(KubeConfigText.For(server.Address));
            took.Add(shell.StopWhen(
                $"{script} -Namespace shop -KubeConfig $args[0]".Replace(
                    "Test-ClusterHealth -Timeout 600 -Namespace shop", "Test-ClusterHealth -Timeout 600",
                    StringComparison.Ordinal),
                happened(server), file.Path));
            if (said is not null) Assert.Contains(said, shell.HostText, StringComparison.Ordinal);

            // A write that is carried out to its end has the time of one request, and of its undo.
            for (int wait = 0; server.Open > 0 && wait < 300; wait++) await Task.Delay(50);
            Assert.Equal(0, server.Open);
        }

        AssertFast(shell, took);
    }

    /// <summary>
    /// Within 100 ms, beside the engine's own stop of a plain sleep in the same moment: on a busy machine that takes
    /// long, too.
    /// </summary>
    private static void AssertFast(Shell shell, IReadOnlyCollection<TimeSpan> took)
    {
        TimeSpan[] plain = [.. Enumerable.Range(0, 3).Select(_ => shell.StopAfter(
            "while ($true) { [Threading.Thread]::Sleep(1) }", TimeSpan.FromMilliseconds(200)))];
        Assert.InRange(took.Min().TotalMilliseconds, 0, 100 + (2 * plain.Max().TotalMilliseconds));
        Assert.InRange(took.Max().TotalMilliseconds, 0, 3000 + (2 * plain.Max().TotalMilliseconds));
    }
}
