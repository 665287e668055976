using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MicroK8s.Logs;

/// <summary>
/// Follows the logs of microservices: first what there is, merged exactly; then what comes, put in order within a
/// small window. Pods that come are followed from their start, and pods that go are read to their end.
/// </summary>
internal sealed class LogFollow(
    IReadOnlyList<LogTarget> targets, LogRequest request, IProgress<LogNotice> notices, TimeProvider clock)
{
    /// <summary>Longer than lines are usually on their way, too short to be noticed.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(300);

    /// <summary>Lines that may wait for a slow reader; then the containers' streams wait too.</summary>
    private const int MostWaiting = 1000;

    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lines = Channel.CreateBounded<LogLine>(MostWaiting);
        ServiceFollow[] services =
            [.. targets.Select(target => new ServiceFollow(target, request, lines.Writer, notices, clock))];
        Task following = Task.CompletedTask;
        try
        {
            await Task.WhenAll(services.Select(service => service.StartAsync(stop.Token))).ConfigureAwait(false);
            IAsyncEnumerable<LogLine> past =
                LogReader.ReadPods(services.SelectMany(service => service.Sources), request, notices, stop.Token);
            await foreach (LogLine line in past.ConfigureAwait(false)) yield return line;

            following = FollowAsync(services, lines.Writer, stop);
            IAsyncEnumerable<LogLine> live = OrderAsync(lines.Reader, stop.Token);
            await foreach (LogLine line in live.ConfigureAwait(false)) yield return line;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (ServiceFollow service in services) await service.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Runs everything until all services are gone; the first fault ends all.</summary>
    private static async Task FollowAsync(
        ServiceFollow[] services, ChannelWriter<LogLine> lines, CancellationTokenSource stop)
    {
        try
        {
            await Task.WhenAll(services.Select(service => service.RunAsync(stop))).ConfigureAwait(false);
            lines.TryComplete();
        }
        catch (Exception exception)
        {
            // Whatever it is: nobody else ends the wait for the next line.
            lines.TryComplete(exception);
        }
    }

    private async IAsyncEnumerable<LogLine> OrderAsync(
        ChannelReader<LogLine> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var order = new LogReorder(Window);
        Task<bool> more = lines.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            if (order.NextDue is not { } due) await Task.WhenAny(more).ConfigureAwait(false);
            else await WaitAsync(more, due - clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            if (more.IsCompleted)
            {
                bool goesOn = await more.ConfigureAwait(false);
                while (lines.TryRead(out LogLine? line)) order.Add(line, clock.GetUtcNow());
                if (!goesOn) break;
                more = lines.WaitToReadAsync(cancellationToken).AsTask();
            }

            while (order.Take(clock.GetUtcNow()) is { } line) yield return line;
        }

        while (order.Take(DateTimeOffset.MaxValue) is { } line) yield return line;
    }

    private async Task WaitAsync(Task more, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (limit <= TimeSpan.Zero) return;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(more, Task.Delay(limit, clock, timer.Token)).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
    }
}
