using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Logs;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Streams;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Logs;

public sealed class GetMicroServiceLogTests
{
    [Fact]
    public async Task Lines_of_all_pods_come_in_the_order_of_time_and_every_filter_narrows_them()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/chatty:v1.0", deployment =>
        {
            deployment.Spec["replicas"] = 2;
            deployment.PodSpec["initContainers"] = JsonNode.Parse(
                """[ { "name": "setup", "image": "shop/web:v1.0", "command": [ "echo", "prepared" ] } ]""");
        });
        await space.WaitForPodsAsync(2);
        using Shell shell = Shell.Connected(space.Name);

        IReadOnlyList<LogLine> all = shell.Run("[Threading.Thread]::Sleep(1000); Get-MicroServiceLog web").AssertNoErrors().As<LogLine>();
        string[] pods = [.. all.Select(line => line.Pod).Distinct()];
        Assert.Equal(2, pods.Length);
        Assert.Equal(all.OrderBy(line => line.Time).Select(line => line.Time), all.Select(line => line.Time));
        Assert.All(pods, pod => Assert.Equal(
            Enumerable.Range(1, 5).Select(number => $"line {number}"),
            all.Where(line => line.Pod == pod && line.Text.StartsWith("line ", StringComparison.Ordinal)).Take(5).Select(line => line.Text)));
        Assert.All(all, line => Assert.Equal(("web", "web", space.Name), (line.Service, line.Container, line.Namespace)));

        Assert.Equal(7, shell.Run("Get-MicroServiceLog web -Tail 7").AssertNoErrors().Output.Count);
        int recent = shell.Run("Get-MicroServiceLog web -Since 1s").AssertNoErrors().Output.Count;
        Assert.InRange(recent, 1, all.Count);
        DateTimeOffset third = all[2].Time;
        Assert.Equal(third, shell.Run("(Get-MicroServiceLog web -Since $args[0])[0].Time", third).TheOne<DateTimeOffset>());
        Assert.Equal(
            ["line 3", "line 3"], shell.Run("(Get-MicroServiceLog web -Pattern '^LINE 3$').Text").As<string>());
        Assert.Empty(shell.Run("Get-MicroServiceLog web -Pattern 'line [3' -SimpleMatch").AssertNoErrors().Output);
        EngineResult refused = shell.Run("Get-MicroServiceLog web -Pattern 'line [3'");
        refused.AssertError("InvalidSpec");
        Assert.Empty(refused.Output);
        shell.Run("Get-MicroServiceLog web -Follow -Previous").AssertError("InvalidSpec");
        Assert.Equal(pods[1], shell.Run("(Get-MicroServiceLog web -Pod $args[0] -Tail 1).Pod", pods[1]).TheOne<string>());
        Assert.Equal(["prepared", "prepared"], shell.Run("(Get-MicroServiceLog web -Container setup).Text").As<string>());
        Assert.Equal(
            ["setup", "web"],
            shell.Run("(Get-MicroServiceLog web -IncludeInit).Container").As<string>().Distinct().Order(StringComparer.Ordinal));
        shell.Run("Get-MicroServiceLog web -Container other").AssertError("ResourceNotFound");
        EngineResult previous = shell.Run("Get-MicroServiceLog web -Previous -Verbose").AssertNoErrors();
        Assert.Empty(previous.Output);
        Assert.Contains(previous.Verbose, text => text.Contains("was not restarted", StringComparison.Ordinal));
        Assert.Contains("was not restarted, and 1 more", Assert.Single(previous.Warnings), StringComparison.Ordinal);
        Assert.Equal(pods.Order(StringComparer.Ordinal), shell.Complete("Get-MicroServiceLog web -Pod w"));
        Assert.Equal(["setup", "web"], shell.Complete("Get-MicroServiceLog web -Container "));
        Assert.Matches(
            @"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} web-\S+/web line \d+\s*$",
            shell.Show("Get-MicroServiceLog web -Tail 1"));
    }

    [Fact]
    public async Task Following_goes_from_the_old_pods_to_those_of_a_rollout_without_a_gap_or_a_repeat()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/chatty:v1.0", deployment =>
            deployment.PodSpec["terminationGracePeriodSeconds"] = 5);
        KubeObject old = await space.WaitForPodAsync(WorkloadPods.IsReady);
        using Shell shell = Shell.Connected(space.Name);

        Task<EngineResult> following = Task.Run(() => shell.Run(
            "$old = $args[0]; $stopped = $false; " + FollowUntil(
                "($stopped = $stopped -or ($_.Pod -eq $old -and $_.Text -like 'stopping on*')) "
                + "-and $_.Pod -ne $old -and $_.Text -match '^line (\\d+)' -and [int]$Matches[1] -ge 30"), old.Name));
        await space.SetImageAsync("web", "shop/web:v2.0");
        await space.ChangeAsync("web", patch => patch.Add(
            "/spec/template/spec/containers/0/env", JsonNode.Parse("""[ { "name": "LOG_EVERY_MS", "value": "100" } ]""")));
        IReadOnlyList<LogLine> lines = (await following.WaitAsync(Patience.Long)).AssertNoErrors().As<LogLine>();

        LogLine[] before = [.. lines.Where(line => line.Pod == old.Name)];
        Assert.StartsWith("shop v1.0 started", before[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("stopping on", before[^1].Text, StringComparison.Ordinal);
        NumberedLines.AssertGapless(before);
        LogLine[] after = [.. lines.Where(line => line.Pod == lines[^1].Pod)];
        Assert.StartsWith("shop v2.0 started", after[0].Text, StringComparison.Ordinal);
        NumberedLines.AssertGapless(after);
    }

    [Fact]
    public async Task A_container_is_followed_over_its_restart_and_the_run_before_can_be_read()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/web:v1.0", deployment =>
        {
            // Long enough to read what is left of the first run before the second one ends, and the node removes the first.
            deployment.Environment("CRASH_AFTER_SECONDS", "15");
            deployment.Environment("LOG_EVERY_MS", "400");
        });
        await space.WaitForPodAsync(WorkloadPods.IsReady);
        using Shell shell = Shell.Connected(space.Name);

        IReadOnlyList<LogLine> lines = shell.Run(
            "$starts = 0; " + FollowUntil("$_.Text -like '*started*' -and ++$starts -eq 2"))
            .AssertNoErrors().As<LogLine>();
        Assert.Single(lines, line => line.Text == "FATAL: cannot open database");
        NumberedLines.AssertGapless(lines);

        // The node reports a restart a moment after its first line is there.
        await space.WaitForPodAsync(pod =>
            pod.Json.Items("status", "containerStatuses").Any(status => status.Count("restartCount") > 0));
        IReadOnlyList<string> previous = shell.Run("(Get-MicroServiceLog web -Previous).Text").AssertNoErrors().As<string>();
        Assert.Contains("FATAL: cannot open database", previous);
    }

    [Fact]
    public async Task Odd_lines_arrive_as_they_were_written()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.RunScriptAsync("web", """
            printf 'crlf\r\n\n\033[31mred##vso[x]\n'; head -c 40000 /dev/zero | tr '\0' x; echo; printf 'a\377b no end'; exec sleep 1000
            """);
        await space.WaitForPodAsync(WorkloadPods.IsReady);
        using Shell shell = Shell.Connected(space.Name);
        string[] text = [.. shell.Run("(Get-MicroServiceLog web).Text").AssertNoErrors().As<string>()];
        Assert.Equal(["crlf", "", "\u001b[31mred##vso[x]", new string('x', 40000)], text[..4]);

        // The runtime keeps what has no end until the container ends.
        Assert.DoesNotContain("\u001b[31mred", shell.Show("Get-MicroServiceLog web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_read_logs_is_told_the_right_that_is_missing()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        using var limited = Streams.LimitedSession.Open();
        var exception = await Assert.ThrowsAsync<ClusterException>(async () =>
        {
            var range = new LogRange();
            await foreach (ContainerLine _ in limited.Logs.ReadAsync(space.Name, "web", "web", range, default)) { }
        });
        Assert.Equal(ClusterFault.AccessDenied, exception.Fault);
        Assert.Contains("pods/log", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Goes on to the line that a test waits for; a loop makes <c>break</c> end the pipeline only.</summary>
    [Fact]
    public async Task A_container_that_has_not_begun_has_no_last_lines_and_is_followed_from_its_first()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(space.Name);
        await space.DeployAsync("web", "shop/web:v1.0", deployment =>
        {
            deployment.Spec["replicas"] = 0;
            deployment.PodSpec["initContainers"] = JsonNode.Parse(
                """[ { "name": "wait", "image": "shop/web:v1.0", "command": [ "sleep", "3" ] } ]""");
            deployment.PodSpec["containers"]![0]!["command"] =
                JsonNode.Parse("""[ "sh", "-c", "for i in $(seq 60); do echo line $i; done; sleep 1000" ]""");
        });
        Assert.Contains(
            "web has no pod to read", Assert.Single(shell.Run("Get-MicroServiceLog web").AssertNoErrors().Warnings),
            StringComparison.Ordinal);
        await space.ChangeAsync("web", patch => patch.Replace("/spec/replicas", 1));
        await space.WaitForPodAsync(pod => pod.Json.Items("status", "initContainerStatuses").Any());

        EngineResult followed = shell.Run(
            FollowUntil("$_.Text -eq 'line 60'").Replace("-Follow", "-Follow -Tail 2", StringComparison.Ordinal));

        Assert.Contains("There is no log to read", Assert.Single(followed.Warnings), StringComparison.Ordinal);
        LogLine[] lines = [.. followed.AssertNoErrors().As<LogLine>()];
        Assert.Equal(60, lines.Length);
        NumberedLines.AssertGapless(lines);
    }

    private static string FollowUntil(string last) =>
        $"foreach ($once in 1) {{ Get-MicroServiceLog web -Follow | ForEach-Object {{ $_; if ({last}) {{ break }} }} }}";
}
