using System.Collections.Concurrent;
using System.Management.Automation;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Kills;

/// <summary>
/// The kill table of canaries: each call is cut off after its first write, and the next one, from another session, goes on
/// from there, until none is left. So each write is the last one of a process that has died, and after each of them every
/// share of a route leads to a ready pod.
/// </summary>
public sealed class CanaryKillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Most of the time is waited for pods; the others have something to do meanwhile.</summary>
    private const int AtOnce = 4;

    [Fact]
    public async Task After_every_write_all_shares_lead_to_ready_pods_and_the_next_call_goes_on()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("kill");
        using HttpClient server = ClusterHttp.Connect(TestCluster.KubeConfig);
        var lines = new ConcurrentBag<string>();
        var faults = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForEachAsync(CanaryKillTable.Rows, options, async (row, _) =>
        {
            try
            {
                lines.Add(await TryAsync(ns, server, row));
            }
            catch (Exception exception)
            {
                faults.Add($"{row.Key}: {exception.Message}");
            }
        });
        foreach (string line in lines.Order(StringComparer.Ordinal)) output.WriteLine(line);
        Assert.True(faults.IsEmpty, string.Join(Environment.NewLine, faults.Order(StringComparer.Ordinal)));
    }

    /// <summary>One line of the table: the writes in their order.</summary>
    private static async Task<string> TryAsync(TestNamespace ns, HttpClient server, CanaryKillRow row)
    {
        string variables = $"$name = '{row.Key}'; ";
        using (Shell shell = Shell.Connected(ns.Name))
        {
            shell.Run(variables + row.Setup).AssertNoErrors();
            await row.Arrange(ns, row.Key);
            if (row.Then is not null) shell.Run(variables + row.Then).AssertNoErrors();
        }

        var writes = new List<string>();
        while (true)
        {
            string when = $"after {writes.Count} writes ({string.Join(", ", writes)})";
            IReadOnlyList<string> broken = await BrokenRoutes.FindAsync(ns, row.Key);
            Assert.True(broken.Count == 0, $"{when}: {string.Join("; ", broken)}");
            (string? write, IReadOnlyList<ErrorRecord> errors) = await CutAsync(ns, server, variables + row.Command);
            if (write is not null)
            {
                writes.Add(write);
                Assert.True(writes.Count <= row.Writes, $"more than {row.Writes} writes: {string.Join(", ", writes)}");
                continue;
            }

            Assert.True(writes.Count == row.Writes, $"{when} nothing was left to do: {string.Join("; ", errors)}");
            if (row.NothingLeft is null) Assert.Empty(errors);
            else Assert.StartsWith($"{row.NothingLeft},", Assert.Single(errors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.True(await row.IsDone(ns, row.Key), $"not done {when}");
            return $"{row.Key}, {row.Command}: {string.Join(", ", writes)}";
        }
    }

    /// <summary>Runs a command in a session of its own until its first write is done.</summary>
    /// <returns>The write. Null, and how it ended, if it made none.</returns>
    private static async Task<(string? Write, IReadOnlyList<ErrorRecord> Errors)> CutAsync(
        TestNamespace ns, HttpClient server, string command)
    {
        using var proxy = new KillingProxy(server);
        using var config = new TemporaryFile(proxy.KubeConfig(ns.Name));
        using Shell shell = Shell.Connected(config.Path, "kill", ns.Name);
        proxy.Arm(1);
        using RunningScript script = shell.Start($"$ErrorActionPreference = 'Stop'; {command}");
        Task<IReadOnlyList<ErrorRecord>> end = script.EndAsync();
        if (await Task.WhenAny(proxy.IsCut, end).WaitAsync(Limit) == end) return (null, await end);
        string[] write = proxy.Writes[0].Split(' ', '/');
        return ($"{write[0]} {(write[0] == "POST" ? write[^1] : write[^2])}", []);
    }
}
