using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Kills;

/// <summary>
/// The kill table: after every single write of every cmdlet that writes, when the server has done it and before the answer
/// is there, nothing more comes from the process. What answered requests still does, and the next call completes the rest,
/// or its error names the call that does.
/// </summary>
/// <remarks>
/// Where a row says so, that is because the process has ended (SIGKILL). In the others the cmdlet runs in this process and
/// is cut off, because all that is asserted is seen on the server, and the server cannot tell the one from the other: the
/// module keeps nothing on disk, and the next call comes from another shell and another session.
/// </remarks>
public sealed class KillTableTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private const string Pipeline =
        "$env:TF_BUILD = 'True'; $env:BUILD_BUILDID = '17'; $env:BUILD_BUILDNUMBER = '20260101.1'; "
        + "$env:SYSTEM_COLLECTIONURI = 'https://dev.example/org/'; $env:SYSTEM_TEAMPROJECT = 'shop'; ";

    /// <summary>Most of the time of those that have pods is waited; the others have something to do meanwhile.</summary>
    private const int AtOnce = 6;

    [Fact]
    public async Task After_every_write_what_answered_answers_and_the_next_call_leads_out()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("kill");
        using HttpClient server = ClusterHttp.Connect(TestCluster.KubeConfig);
        using var folder = new TemporaryFolder();
        var lines = new ConcurrentBag<string>();
        var faults = new ConcurrentBag<string>();
        (KillRow Row, int Write)[] kills =
            [.. KillTable.Rows.OrderByDescending(row => row.Setup?.Length)
                .SelectMany(row => Enumerable.Range(0, row.Writes + 1).Select(write => (row, write)))];
        await Parallel.ForEachAsync(kills, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (kill, _) =>
        {
            (KillRow row, int write) = kill;
            try
            {
                lines.Add(await TryAsync(ns, server, folder.Path, row, write));
                await FreeAsync(ns, $"{row.Key}{write}");
            }
            catch (Exception exception)
            {
                faults.Add($"{row.Key} after write {write}: {exception.Message}");
            }
        });
        foreach (string line in lines.Order(StringComparer.Ordinal)) output.WriteLine(line);
        Assert.True(faults.IsEmpty, string.Join(Environment.NewLine, faults.Order(StringComparer.Ordinal)));
    }

    /// <summary>Takes the pods of a row that is done away: a node holds only so many.</summary>
    private static async Task FreeAsync(TestNamespace ns, string name)
    {
        foreach (string workload in new[] { name, $"{name}-canary" })
        {
            if (await ns.FindAsync(ResourceTypes.Deployment, workload) is not { } item) continue;
            await TestCluster.Admin.Resources.DeleteAsync(
                new ResourceRef(ResourceTypes.Deployment, ns.Name, workload), item.Uid, dryRun: false, default);
        }
    }

    /// <summary>One line of the table; without a write to kill after, the command ends by itself and is counted.</summary>
    private static async Task<string> TryAsync(
        TestNamespace ns, HttpClient server, string folder, KillRow row, int write)
    {
        string name = $"{row.Key}{write}";
        foreach ((string file, string text) in KillTable.Files(name))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), text);
        }

        using Shell shell = Shell.Connected(ns.Name);
        string variables = $"$name = '{name}'; $folder = '{folder}'; $replicas = {(write == 0 ? 0 : 1)}; ";
        if (row.Setup is not null) shell.Run(variables + row.Setup).AssertNoErrors();
        await row.Arrange(ns, name);
        bool answers = row.Answers && write > 0;
        if (answers) await AssertAnswersAsync(ns, name, "before");

        using var proxy = new KillingProxy(server);
        using var config = new TemporaryFile(proxy.KubeConfig(ns.Name));
        string command = variables + (row.InPipeline ? Pipeline : "") + row.Command;
        if (write == 0)
        {
            using Shell counted = Shell.Connected(config.Path, "kill", ns.Name);
            string own = row.InPipeline
                ? (await RunAsync(config.Path, command, _ => { })).Text
                : RunHere(counted, command);
            Assert.True(proxy.Writes.Count == row.Writes, $"{string.Join(", ", proxy.Writes)}: {own}");
            Assert.True(await row.IsDone(ns, name), $"not done: {own}");
            return $"{row.Key,-8} {row.Command}: {row.Writes} writes";
        }

        using Shell? cut = row.IsKilled ? null : Shell.Connected(config.Path, "kill", ns.Name);
        if (!row.IsKilled) proxy.Arm(write);
        using RunningScript? lost = cut?.Start(command);
        await (lost is null ? KillAsync(proxy, config.Path, command, write) : CutAsync(proxy, lost));
        Assert.True(proxy.Writes.Count == write, $"too late: {string.Join(", ", proxy.Writes)}");
        if (answers) await AssertAnswersAsync(ns, name, "after the kill");
        string[] last = proxy.Writes[^1].Split(' ', '/');
        string remained = $"{last[0]} {(last[0] == "POST" ? last[^1] : last[^2])}"
            + (await row.IsDone(ns, name) ? ", all of it" : "");

        proxy.Disarm();
        string next = row.InPipeline
            ? (await RunAsync(config.Path, command, _ => { })).Text
            : RunHere(shell, command);
        bool isDone = await row.IsDone(ns, name);
        if (!next.Contains("DONE", StringComparison.Ordinal))
        {
            Assert.Contains(row.NothingLeft, next, StringComparison.Ordinal);
            if (row.Advised is { } advised)
            {
                Assert.Contains(advised.Split(' ')[0], next, StringComparison.Ordinal);
                shell.Run(variables + advised).AssertNoErrors();
            }

            Assert.True(isDone, $"the error does not come from a service that is complete: {next}");
        }

        Assert.True(isDone, $"the next call did not complete it: {next}");
        if (answers)
        {
            shell.Run(variables + "if ((Get-MicroService $name).Status -ne 'Paused') { Wait-MicroService $name -Timeout 240 }")
                .AssertNoErrors();
            await AssertAnswersAsync(ns, name, "at the end");
        }

        return $"{row.Key,-8} {write}  last: {remained,-40} next: {Shorten(next)}";
    }

    private static async Task KillAsync(KillingProxy proxy, string config, string command, int write)
    {
        (string killed, bool wasKilled) = await RunAsync(
            config, command, process => proxy.Arm(write, () => Kill(process)));
        Assert.True(wasKilled, $"killed too late: {string.Join(", ", proxy.Writes)} {killed}");
    }

    /// <summary>What is cut off waits for an answer until its shell is closed.</summary>
    private static async Task CutAsync(KillingProxy proxy, RunningScript script)
    {
        Task<IReadOnlyList<ErrorRecord>> end = script.EndAsync();
        if (await Task.WhenAny(proxy.IsCut, end).WaitAsync(Limit) == proxy.IsCut) return;
        Assert.Fail($"ended before it was cut off: {string.Join(", ", proxy.Writes)}; {string.Join("; ", await end)}");
    }

    private static string Caught(string command) =>
        $"try {{ & {{ {command} }} 3>&1 | ForEach-Object {{ \"$_\" }}; 'DONE' }} "
        + "catch { \"$($_.FullyQualifiedErrorId): $_ $($_.ErrorDetails.RecommendedAction)\" }";

    /// <summary>Runs a command that nothing kills, and that needs no environment of its own, in this process.</summary>
    private static string RunHere(Shell shell, string command) => string.Join(
        ' ', shell.Run($"$ErrorActionPreference = 'Stop'; {Caught(command)}").Output);

    /// <summary>Runs a command in a process of its own.</summary>
    private static async Task<(string Text, bool WasKilled)> RunAsync(
        string config, string command, Action<Process> started)
    {
        string script = $$"""
            $ErrorActionPreference = 'Stop'
            $env:KUBECONFIG = '{{config}}'
            Import-Module '{{Repository.Manifest}}'
            {{Caught(command)}}
            """;
        using Process process = RealShell.Start("-Command", script);
        started(process);
        Task<string> text = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            Kill(process);
            throw;
        }

        return ($"{await text} {await errors}", process.ExitCode == 137);
    }

    /// <summary>With all that it started: the pwsh of a .NET tool is only the launcher of the one that writes.</summary>
    private static void Kill(Process process) => process.Kill(entireProcessTree: true);

    /// <summary>
    /// A pod that is ready answers behind a port of the Service, asked as kube-proxy would. Where the last write takes the
    /// old port away, that is a pod of the new template, which may take a while to start on a busy machine.
    /// </summary>
    private static async Task AssertAnswersAsync(TestNamespace ns, string service, string when)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var asked = new List<string>();
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience.Long)
        {
            asked.Clear();
            foreach (Uri address in await AddressesAsync(ns, service))
            {
                try
                {
                    string answer = await http.GetStringAsync(address);
                    if (answer.StartsWith("version", StringComparison.Ordinal)) return;
                    asked.Add($"{address}: {answer}");
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    asked.Add($"{address}: {exception.Message}");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }

        Assert.Fail($"{service} does not answer {when}: {string.Join("; ", asked)}");
    }

    private static async Task<IReadOnlyList<Uri>> AddressesAsync(TestNamespace ns, string service)
    {
        var type = new ResourceType("", "v1", "endpoints", "Endpoints");
        KubeObject? endpoints = await ns.FindAsync(type, service);
        return
        [
            .. from subset in endpoints?.Json.Items("subsets") ?? []
               from address in subset.Items("addresses")
               from port in subset.Items("ports")
               select new Uri($"http://{address.Text("ip")}:{port.Count("port")}/"),
        ];
    }

    private static string Shorten(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 220 ? $"{line[..220]}…" : line;
    }
}
