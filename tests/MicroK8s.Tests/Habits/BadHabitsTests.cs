using System.Collections.Concurrent;
using MicroK8s.Tests.Engine;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Habits;

/// <summary>
/// Every cmdlet against every kind of bad habit of a server: it ends in its time, with one error that says what it was,
/// and leaves nothing running.
/// </summary>
/// <remarks>
/// Habits of one class come out of the one transport as the same fault, and no cmdlet sees more of them than that. So a
/// cmdlet meets one habit of each class at each stage, the next cmdlet the next habit of it; all of them are met by the
/// cmdlets that read or write in a way of their own.
/// <para>
/// One request has 1 s here and a cmdlet 2 or 3 s; many run at the same time on few processors, so a cell that does not
/// come out as it should is tried again by itself, with a longer time. The bounds are three times what an idle machine
/// needs.
/// </para>
/// </remarks>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InProcess)]
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
        HabitCell[] cells = [.. rows.SelectMany((row, turn) => CellsOf(row, turn))];
        RequireEachOften(cells);
        using (new RequestLimit("1")) await RunAllAsync(cells, AtOnce, timeout: 2, Longest);

        // The load of the others is gone now; and there is more time.
        HabitCell[] again = [.. cells.Where(cell => cell.Fault is not null).Take(60)];
        using (new RequestLimit("4")) await RunAllAsync(again, atOnce: 1, timeout: 5, TimeSpan.FromSeconds(30));

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

    /// <summary>At each stage each habit is met by the pilots and by others.</summary>
    private static void RequireEachOften(HabitCell[] cells) => Assert.All(
        cells.Where(cell => cell.Habit is not null).GroupBy(cell => (cell.Habit, cell.Stage)),
        alike => Assert.InRange(alike.Count(), 2, cells.Length));

    private static IEnumerable<HabitCell> CellsOf(HabitRow row, int turn) =>
    [
        new HabitCell(row, null, HabitStage.First),
        .. from stage in row.Stages.DefaultIfEmpty(HabitStage.First)
           let met = BadHabits.All.Where(habit => IsMet(row, habit, stage))
           from habit in row.MeetsAll ? met : BadHabits.OfEachClass(met, turn)
           select new HabitCell(row, habit, stage),
    ];

    private static bool IsMet(HabitRow row, Habit habit, HabitStage stage) =>
        (habit.Only is null || habit.Only == stage) && (!habit.IsHeavy || stage == HabitStage.First)
        && (!habit.IsLong || row.MeetsAll) && IsMetBy(row, habit, stage);

    /// <summary>A log may be anything and of any length; and what is no list has no pages.</summary>
    private static bool IsMetBy(HabitRow row, Habit habit, HabitStage stage) =>
        row.Cmdlet != "Get-MicroServiceLog" || stage != HabitStage.Stream
        || habit.Name is not ("endless events" or "endless line" or "endless garbage" or "html" or "other json" or "cut json" or "10,000 levels");

    private static async Task RunAllAsync(HabitCell[] cells, int atOnce, int timeout, TimeSpan longest)
    {
        var left = new ConcurrentBag<Task>();
        using var heavy = new SemaphoreSlim(1);
        var queue = new ConcurrentQueue<HabitCell>(cells);
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(atOnce, cells.Length)).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        await Task.WhenAll(left);

        void Work()
        {
            using var shell = new Shell();
            while (queue.TryDequeue(out HabitCell? cell))
            {
                bool isHeavy = cell.Habit is { IsHeavy: true };
                if (isHeavy) heavy.Wait();
                left.Add(cell.Run(shell, timeout, longest));
                if (!isHeavy) continue;

                // A collector that has time would let several of them pile up.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
                heavy.Release();
            }
        }
    }
}
