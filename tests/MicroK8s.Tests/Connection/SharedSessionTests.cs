using System.Globalization;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Habits;

namespace MicroK8s.Tests.Connection;

/// <summary>Sessions that cmdlets share: opened once, closed when they are outdated and nobody uses them.</summary>
public sealed class SharedSessionTests
{
    private const string Waiting = """
        echo run >> "$DIR/runs"
        echo $$ > "$DIR/pids"
        touch "$DIR/begun"
        while ! [ -e "$DIR/go" ]; do sleep 0.1; done
        echo "$CREDENTIAL"
        """;

    [Fact]
    public async Task A_kubeconfig_that_is_rewritten_leaves_one_connection()
    {
        using var server = new RawServer(async (_, stream, stop) =>
        {
            do
            {
                await stream.WriteAsync(
                    "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{\"gitVersion\":\"v1.30.0\"}"u8.ToArray(), stop);
            }
            while (await RawRequest.ReadAsync(stream, stop) is not null);
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        for (int i = 0; i < 20; i++)
        {
            File.WriteAllText(file.Path, KubeConfigText.For(server.Address, $"{{ token: t{i} }}"));
            File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow.AddSeconds(i));
            shell.Run("Connect-Cluster -KubeConfig $args[0]", file.Path).AssertNoErrors();
            if (i == 0) await AssertOneAsync(server.Port);
        }

        await AssertOneAsync(server.Port);
    }

    [Fact]
    public async Task A_session_in_use_outlives_the_kubeconfig_it_was_read_from()
    {
        using var isAsked = new ManualResetEventSlim();
        using var mayAnswer = new ManualResetEventSlim();
        int requests = 0;
        using var server = RawServer.OfJson(_ =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                isAsked.Set();
                mayAnswer.Wait();
            }

            return (200, """{"gitVersion":"v1.30.0"}""");
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var first = new Shell();
        using var second = new Shell();
        using RunningScript running = first.Start("Connect-Cluster -KubeConfig $args[0]", file.Path);
        Assert.True(isAsked.Wait(Patience.Long));
        File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow.AddMinutes(1));
        second.Run("Connect-Cluster -KubeConfig $args[0]", file.Path).AssertNoErrors();
        mayAnswer.Set();
        Assert.Empty(await running.EndAsync());
    }

    [Fact]
    public async Task Who_is_stopped_does_not_end_the_opening_for_the_other()
    {
        using var server = HabitServer.Secure();
        using var plugin = new PluginScript(server.Address, Waiting);
        using var first = new Shell();
        using var second = new Shell();
        using RunningScript other = second.Start("Connect-Cluster -KubeConfig $args[0] -Context test", plugin.KubeConfig);
        await plugin.WrittenAsync("begun");

        // The second is at the same plugin: long enough for it to join in.
        first.StopAfter(
            "Connect-Cluster -KubeConfig $args[0] -Context test", TimeSpan.FromSeconds(1.5), plugin.KubeConfig);
        plugin.Write("go");
        Assert.Empty(await other.EndAsync());
        Assert.Single(plugin.Lines("runs"));
    }

    [Fact]
    public async Task When_the_last_one_is_stopped_the_plugin_ends()
    {
        using var plugin = new PluginScript("https://127.0.0.1:1", Waiting);
        using var first = new Shell();
        using var second = new Shell();
        RunningScript other = second.Start("Connect-Cluster -KubeConfig $args[0] -Context test", plugin.KubeConfig);
        await plugin.WrittenAsync("begun");
        first.StopAfter(
            "Connect-Cluster -KubeConfig $args[0] -Context test", TimeSpan.FromSeconds(1.5), plugin.KubeConfig);
        other.Dispose();

        // By itself it would never end.
        Assert.InRange((await plugin.GoneAsync("pids")).TotalSeconds, 0, 19);
    }

    /// <summary>
    /// Connections are closed in the background, so that no call has to wait for it. The table of the kernel is read in
    /// pieces, and what changes meanwhile can be missing in it.
    /// </summary>
    private static async Task AssertOneAsync(int port)
    {
        int count = ConnectionsTo(port);
        for (int wait = 0; count != 1 && wait < 100; wait++)
        {
            await Task.Delay(100);
            count = ConnectionsTo(port);
        }

        Assert.Equal(1, count);
    }

    /// <summary>Established connections from this machine to a local port, from the client's side.</summary>
    private static int ConnectionsTo(int port)
    {
        string remote = $":{port.ToString("X4", CultureInfo.InvariantCulture)}";
        return new[] { "/proc/net/tcp", "/proc/net/tcp6" }.SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(parts => parts.Length > 3 && parts[2].EndsWith(remote, StringComparison.Ordinal) && parts[3] == "01");
    }
}
