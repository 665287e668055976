using System.Diagnostics;
using MicroK8s.Connection;

namespace MicroK8s.KubeApi.Requests;

/// <summary>
/// The tries of one request. All of them, with the pauses between them, have the time of one request: a server that
/// asks for a longer pause is not waited for, and nothing that is shielded from a stop outlasts it.
/// </summary>
internal sealed class RequestTries
{
    /// <summary>The pauses add up to under two seconds unless the server asks for more.</summary>
    private const int Most = 4;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _limit = RequestTimeout.Current;

    /// <summary>How often it was tried.</summary>
    public int Made { get; private set; } = 1;

    /// <summary>What is left for the next try.</summary>
    public TimeSpan TimeLeft => _limit - Stopwatch.GetElapsedTime(_start) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>How long to wait before the next try. Null if there is none.</summary>
    /// <param name="refusal">The answer to the last one.</param>
    public TimeSpan? PauseAfter(ApiStatus refusal)
    {
        TimeSpan pause = refusal.RetryAfter ?? TimeSpan.FromMilliseconds(200 * Math.Pow(2, Made - 1));
        if (Made == Most || pause >= TimeLeft) return null;
        Made++;
        return pause;
    }
}
