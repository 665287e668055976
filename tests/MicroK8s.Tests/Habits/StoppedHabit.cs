using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Habits;

/// <summary>Cmdlets that are stopped while a server has a habit.</summary>
internal static class StoppedHabit
{
    /// <summary>More would measure each other.</summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(150);

    /// <summary>It stops at once, and says what the write may have left.</summary>
    public static Task AssertSaysAsync(HabitStage stage, string script)
    {
        Habit silent = BadHabits.All.Single(one => one.Name == "silence");
        return AssertStopsAsync(
            () => new HabitServer(silent, stage), server => AfterAsync(server.IsReached), script, "Stopped");
    }

    /// <summary>Every row, several at once: nearly all of their time is waiting.</summary>
    public static async Task AllAsync<TRow>(IEnumerable<TRow> rows, Func<TRow, Task> test)
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

    /// <summary>A moment after it has happened, when all that follows it at once is done.</summary>
    public static async Task AfterAsync(Task happened)
    {
        await happened;
        await Task.Delay(Soon);
    }

    /// <summary>It stops at once, three times and more, and leaves no connection.</summary>
    public static async Task AssertStopsAsync(
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

    private static bool IsNamespaced(string script) =>
        !script.StartsWith("Test-ClusterHealth", StringComparison.Ordinal)
        && !script.Contains("-Node", StringComparison.Ordinal);
}
