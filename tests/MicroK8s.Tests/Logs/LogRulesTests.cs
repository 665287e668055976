using MicroK8s.Errors;
using MicroK8s.Logs;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Logs;

public sealed class LogRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_log_is_taken_up_at_a_second_and_leaves_out_just_what_was_read()
    {
        var position = new LogPosition();
        Assert.Null(position.Second);
        foreach (double second in (double[])[0.5, 1.1, 1.3, 1.2, 1.3]) position.Note(Noon.AddSeconds(second));
        Assert.Equal(Noon.AddSeconds(1), position.Second);

        LogRepeats repeats = position.Repeats();
        bool[] repeated = [.. new[] { 1.1, 1.3, 1.2, 1.3, 1.3, 1.4 }.Select(second => repeats.Take(Noon.AddSeconds(second)))];
        Assert.Equal([true, true, true, true, false, false], repeated);

        // A rotation took the first lines of the second away: the new ones must not be taken for them.
        repeats = position.Repeats();
        Assert.False(repeats.Take(Noon.AddSeconds(1.5)));
    }

    [Fact]
    public async Task Logs_are_merged_by_time_and_one_that_breaks_off_does_not_end_the_others()
    {
        var notices = new List<LogNotice>();
        (string, IAsyncEnumerable<LogLine>)[] logs =
        [
            ("a", Lines("a", false, 1, 3, 3, 6)), ("b", Lines("b", true, 2, 3, 4)), ("c", Lines("c", false)),
        ];
        var merged = new List<string>();
        await foreach (LogLine line in LogMerge.ReadAsync(logs, new Notices(notices), CancellationToken.None)) merged.Add(line.Text);
        Assert.Equal(["a1", "b2", "a3", "a3", "b3", "b4", "a6"], merged);
        Assert.Contains("b broke off", Assert.Single(notices).Message, StringComparison.Ordinal);

        var last = new List<string>();
        IAsyncEnumerable<LogLine> tail = LogMerge.LastAsync(Lines("a", false, 1, 2, 3), 2, CancellationToken.None);
        await foreach (LogLine line in tail) last.Add(line.Text);
        Assert.Equal(["a2", "a3"], last);
    }

    [Fact]
    public void Live_lines_wait_for_earlier_ones_for_a_moment_and_not_in_a_burst()
    {
        var order = new LogReorder(TimeSpan.FromMilliseconds(300));
        Assert.Null(order.NextDue);
        order.Add(Line("late", 2), Noon);
        order.Add(Line("early", 1), Noon.AddMilliseconds(100));
        Assert.Equal(Noon.AddMilliseconds(300), order.NextDue);
        Assert.Null(order.Take(Noon.AddMilliseconds(299)));
        Assert.Equal("early", order.Take(Noon.AddMilliseconds(300))!.Text);
        Assert.Equal("late", order.Take(Noon.AddMilliseconds(300))!.Text);
        Assert.Null(order.Take(DateTimeOffset.MaxValue));

        for (int index = 0; index < 2001; index++) order.Add(Line("burst", index), Noon);
        Assert.NotNull(order.Take(Noon));
        Assert.Null(order.Take(Noon));
    }

    [Fact]
    public void A_node_whose_clock_is_behind_delays_no_line_of_another_one()
    {
        var order = new LogReorder(TimeSpan.FromMilliseconds(300));
        order.Add(Line("right", 60), Noon);
        for (int second = 0; second < 3; second++) order.Add(Line($"behind{second}", second), Noon.AddMilliseconds(100 * (second + 1)));

        DateTimeOffset due = Noon.AddMilliseconds(300);
        Assert.Equal(
            ["behind0", "behind1", "behind2", "right", null],
            Enumerable.Range(0, 5).Select(_ => order.Take(due)?.Text));
        Assert.Null(order.NextDue);
    }

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("1.5s", 1.5)]
    [InlineData("00:05:00", 300)]
    public void Ages_are_read(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LogSince.Parse(text).Age);

    [Fact]
    public void Times_are_read_and_nonsense_is_refused()
    {
        Assert.Equal(Noon, LogSince.Parse("2026-11-23T12:00:00Z").Time);
        Assert.Equal(Noon, new LogSince(Noon.LocalDateTime).Time);
        Assert.Throws<FormatException>(() => LogSince.Parse("soon"));
        Assert.Throws<FormatException>(() => LogSince.Parse(""));
    }

    [Fact]
    public void Text_is_raw_for_scripts_and_harmless_on_screens()
    {
        var line = new LogLine(Noon, "web", "web-0", "web", "shop", "  \u001b[31mred\u001b[0m ##vso[task.complete]\u0007");
        Assert.Equal("  red # #vso[task.complete]", line.CleanText);
        Assert.Equal("2026-11-23 12:00:00.000 web-0/web   red # #vso[task.complete]", line.ToString());
        Assert.StartsWith("  \u001b[31m", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_containers_are_wanted_when_they_are_named_or_asked_for()
    {
        KubeObject pod = KubeObject.Parse("""
            {
              "spec": { "initContainers": [ { "name": "setup" } ], "containers": [ { "name": "web" }, { "name": "proxy" } ] },
              "status": {
                "initContainerStatuses": [ { "name": "setup", "state": { "terminated": {} } } ],
                "containerStatuses": [
                  { "name": "web", "restartCount": 2, "state": { "waiting": { "reason": "CrashLoopBackOff" } }, "lastState": { "terminated": {} } },
                  { "name": "proxy", "state": { "waiting": { "reason": "PodInitializing" } } } ]
              }
            }
            """);
        LogContainer[] usual = [.. LogContainer.Of(pod, new LogSelection())];
        Assert.Equal(["web", "proxy"], usual.Select(container => container.Name));
        Assert.Equal(new LogContainer("web", 2, false, true, true, "CrashLoopBackOff"), usual[0]);
        Assert.Equal(new LogContainer("proxy", 0, false, false, false, "PodInitializing"), usual[1]);
        Assert.Equal(["setup", "web", "proxy"], LogContainer.All(pod).Select(container => container.Name));
        var named = new LogSelection { Named = new HashSet<string> { "setup" }, IsContainerWanted = name => name == "setup" };
        Assert.Equal(new LogContainer("setup", 0, false, true, false, ""), Assert.Single(LogContainer.Of(pod, named)));
    }

    private static LogLine Line(string text, int second) =>
        new(Noon.AddSeconds(second), "web", "web-0", "web", "shop", text);

    private static async IAsyncEnumerable<LogLine> Lines(string name, bool breaksOff, params int[] seconds)
    {
        foreach (int second in seconds)
        {
            await Task.Yield();
            yield return Line($"{name}{second}", second);
        }

        if (breaksOff) throw new ClusterException(ClusterFault.Unreachable, "Cut.");
    }

    private sealed class Notices(List<LogNotice> list) : IProgress<LogNotice>
    {
        public void Report(LogNotice value) => list.Add(value);
    }
}
