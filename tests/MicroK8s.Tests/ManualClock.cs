using System.Collections.Concurrent;

namespace MicroK8s.Tests;

/// <summary>A clock that stands still until a test moves it. Tells for how long each timer is set.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly ConcurrentDictionary<ManualTimer, byte> _timers = new();
    private readonly BlockingCollection<TimeSpan> _set = [];
    private DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        _now += by;
        foreach (ManualTimer timer in _timers.Keys.Where(timer => timer.Due <= _now))
        {
            if (_timers.TryRemove(timer, out _)) timer.Fire();
        }
    }

    /// <summary>Waits until somebody sets a timer for exactly so long.</summary>
    public void WaitUntilSet(TimeSpan dueTime)
    {
        while (_set.TryTake(out TimeSpan next, TimeSpan.FromSeconds(20)))
        {
            if (next == dueTime) return;
        }

        Assert.Fail($"Nobody set a timer for {dueTime}.");
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._timers.TryRemove(this, out _);
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            Due = clock._now + dueTime;
            clock._timers[this] = 0;
            clock._set.Add(dueTime);
            return true;
        }

        public void Dispose() => clock._timers.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
