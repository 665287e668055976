using System.Diagnostics;
using MicroK8s.Errors;

namespace MicroK8s.Fuzz;

/// <summary>Runs one input and judges how it ended.</summary>
internal sealed class Oracle(FuzzTarget target)
{
    /// <summary>Less than the stack of any thread that the module runs on.</summary>
    private const int StackSize = 1024 * 1024;

    /// <summary>
    /// What one input may cost: processor time, because a busy machine makes everything slow but not expensive.
    /// </summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(2);

    private const long MostBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>How long the last input took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Judges inputs until there are no more, on a thread with a small stack.</summary>
    public static void OnSmallStack(Action work)
    {
        var thread = new Thread(() => work(), StackSize);
        thread.Start();
        thread.Join();
    }

    /// <summary>The finding that an input makes; null if it ended as it may.</summary>
    public Finding? Judge(byte[] input) => JudgeOnce(input) switch
    {
        // Once may be the compiler, or the collector.
        { Kind: "slow" or "memory" } => JudgeOnce(input),
        var finding => finding,
    };

    private Finding? JudgeOnce(byte[] input)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan worked = Environment.CpuUsage.TotalTime;
        long bytes = GC.GetTotalAllocatedBytes();
        Finding? finding = null;
        try
        {
            target.RunAsync(input).GetAwaiter().GetResult();
        }
        catch (ClusterException exception)
        {
            finding = Judge(exception);
        }
        catch (Exception exception)
        {
            finding = Finding.Of(exception);
        }

        Took = Stopwatch.GetElapsedTime(start);
        worked = Environment.CpuUsage.TotalTime - worked;
        bytes = GC.GetTotalAllocatedBytes() - bytes;
        if (finding is not null) return finding;
        if (Took > LongestWork && worked > LongestWork) return new Finding("slow", $"{worked} of processor time");
        return bytes > MostBytes ? new Finding("memory", $"{bytes} bytes") : null;
    }

    private static Finding? Judge(ClusterException exception)
    {
        string? rule = exception switch
        {
            _ when !Enum.IsDefined(exception.Fault) => "a fault without a name",
            _ when string.IsNullOrWhiteSpace(exception.Message) => "a fault without a message",
            _ => null,
        };
        return rule is null ? null : Finding.Of(new BrokenRuleException(rule));
    }
}
