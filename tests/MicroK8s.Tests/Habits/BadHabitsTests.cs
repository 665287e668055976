using System.Collections.Concurrent;
using MicroK8s.Tests.Engine;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Habits;

/// <summary>
/// Every cmdlet against every bad habit of a server: it ends in its time, with one error that says what it was, and
/// leaves nothing running.
/// </summary>
/// <remarks>
/// One request has 1 s here and a cmdlet 2 or 3 s; many run at the same time on few processors, so a cell that does not
/// come out as it should is tried again by itself, with a longer time. The bounds are three times what an idle machine
/// needs.
/// </remarks>
[Collection(Alone.Name)]
public sealed class BadHabitsTests(ITestOutputHelper output)
{
    private const int AtOnce = 24;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Every_cmdlet_ends_in_its_time_with_its_id()
    {
        using var manifest = new TemporaryFile(Manifest, "web.yaml");
        HabitRow[] rows = [.. HabitRows.All(manifest.Path)];
        RequireAll(rows);
        HabitCell[] cells = [.. rows.SelectMany(CellsOf)];
        var left = new ConcurrentBag<Task>();
        using (new RequestLimit("1")) RunAll(cells, left);
        await Task.WhenAll(left);

        // The load of the others is gone now; and there is more time.
        using (new RequestLimit("4"))
        {
            using var shell = new Shell();
            foreach (HabitCell cell in cells.Where(cell => cell.Fault is not null).Take(60))
            {
                await cell.Run(shell, timeout: 5, TimeSpan.FromSeconds(30));
            }
        }

        string table = string.Join(Environment.NewLine, cells.Select(cell => cell.ToString()));
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "habits-table.txt"), table);
        output.WriteLine(table);
        string[] faults = [.. cells.Where(cell => cell.Fault is not null).Select(cell => cell.ToString())];
        Assert.True(faults.Length == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>In the table it runs out of time; here it has as long as it takes to meet the limit.</summary>
    [Fact]
    public void A_bomb_is_not_read_to_its_end()
    {
        using var limit = new RequestLimit("120");
        using var server = new HabitServer(BadHabits.All.Single(habit => habit.IsHeavy), HabitStage.First);
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        string said = shell.Run("Get-MicroService -KubeConfig $args[0]", file.Path)
            .AssertError("AnswerTooLarge").Exception.Message;
        Assert.Contains("is larger than 512 MiB", said, StringComparison.Ordinal);
    }

    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: published }
        spec:
          selector: { matchLabels: { app: published } }
          template:
            metadata: { labels: { app: published } }
            spec: { containers: [ { name: web, image: "shop/web:v1" } ] }
        """;

    /// <summary>A cmdlet that is new has no row, and this says so.</summary>
    private static void RequireAll(IEnumerable<HabitRow> rows)
    {
        using var shell = new Shell();
        Assert.Equal(
            shell.Run("(Get-Module MicroK8s).ExportedCmdlets.Keys").As<string>().Order(StringComparer.Ordinal),
            rows.Select(row => row.Cmdlet).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<HabitCell> CellsOf(HabitRow row) =>
    [
        new HabitCell(row, null, HabitStage.First),
        .. from stage in row.Stages.DefaultIfEmpty(HabitStage.First)
           from habit in BadHabits.All
           where habit.Only is null || habit.Only == stage
           where !habit.IsHeavy || stage == HabitStage.First
           where IsMet(row, habit, stage)
           select new HabitCell(row, habit, stage),
    ];

    /// <summary>A log may be anything and of any length; and what is no list has no pages.</summary>
    private static bool IsMet(HabitRow row, Habit habit, HabitStage stage) =>
        row.Cmdlet != "Get-MicroServiceLog" || stage != HabitStage.Stream
        || habit.Name is not ("endless events" or "endless line" or "endless garbage" or "html" or "other json" or "cut json" or "10,000 levels");

    private static void RunAll(HabitCell[] cells, ConcurrentBag<Task> left)
    {
        using var heavy = new SemaphoreSlim(1);
        var queue = new ConcurrentQueue<HabitCell>(cells);
        Thread[] workers = [.. Enumerable.Range(0, AtOnce).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();

        void Work()
        {
            using var shell = new Shell();
            while (queue.TryDequeue(out HabitCell? cell))
            {
                if (cell.Habit is { IsHeavy: true }) heavy.Wait();
                left.Add(cell.Run(shell, timeout: 2, Longest));
                if (cell.Habit is { IsHeavy: true }) heavy.Release();
            }
        }
    }
}
