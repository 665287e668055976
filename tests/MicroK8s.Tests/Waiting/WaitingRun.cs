using System.Collections.Concurrent;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Waiting;

/// <summary>
/// Runs the table, several cases at once: the tests only look at what came out. With MICROK8S_WAITING_TABLE it writes
/// the times into that file, one line for each case.
/// </summary>
public sealed class WaitingRun : IAsyncLifetime, IDisposable
{
    /// <summary>As many as a small machine can start without making each other late.</summary>
    private readonly SemaphoreSlim _slots = new(12);
    private readonly Dictionary<string, Task<WaitingResult>> _results = [];
    private TestNamespace? _shared;

    public async Task InitializeAsync()
    {
        _shared = await TestNamespace.CreateAsync("waiting");
        foreach (WaitingCase one in WaitingCases.Table.Where(one => !one.IsDisturbing)) _results.Add(one.Title, RunAsync(one));
        var others = Task.WhenAll(_results.Values);
        foreach (WaitingCase one in WaitingCases.Table.Where(one => one.IsDisturbing))
        {
            _results.Add(one.Title, RunAfterAsync(others, one));
        }
    }

    public async Task DisposeAsync()
    {
        Task<WaitingResult>[] all = [.. _results.Values];
        await Task.WhenAny(Task.WhenAll(all));
        await _shared!.DisposeAsync();
        if (Environment.GetEnvironmentVariable("MICROK8S_WAITING_TABLE") is { Length: > 0 } path)
        {
            await File.WriteAllLinesAsync(path, all.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result.Line));
        }
    }

    public void Dispose() => _slots.Dispose();

    internal Task<WaitingResult> ResultAsync(WaitingCase one) => _results[one.Title];

    private async Task<WaitingResult> RunAfterAsync(Task others, WaitingCase one)
    {
        await Task.WhenAny(others);
        return await RunAsync(one);
    }

    private async Task<WaitingResult> RunAsync(WaitingCase one)
    {
        await _slots.WaitAsync();
        try
        {
            if (one.Arrange is null) return await RunAsync(one, _shared!);
            await using TestNamespace own = await TestNamespace.CreateAsync("waiting");
            await using IAsyncDisposable? arranged = await one.Arrange(own);
            return await RunAsync(one, own);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static async Task<WaitingResult> RunAsync(WaitingCase one, TestNamespace space)
    {
        var target = new ResourceRef(one.Kind.Type(), space.Name, one.Workload);
        KubeObject baseline = await space.CreateAsync(target.Type, one.Manifest());
        if (one.UpdateTo is { } image)
        {
            await WaitAsync(one, baseline, new Listener(null));
            baseline = await space.ChangeAsync(
                one.Workload, patch => patch.Replace("/spec/template/spec/containers/0/image", image), target.Type);
        }

        if (one.Running is { } list)
        {
            await space.WaitForPodAsync(
                one.Workload, pod => pod.Json.Items("status", list).Any(status => status.At("state", "running") is not null));
        }

        if (one.Deadline is { } seconds) baseline = await LimitAsync(space, one.Workload, seconds);

        using var watch = new WaitingWatch(space.Name, one.Workload);
        DateTimeOffset start = DateTimeOffset.UtcNow;
        var begun = new TaskCompletionSource();
        Task<DateTimeOffset?> act = ActAsync(one, space, target, begun.Task);
        var listener = new Listener(begun);
        RolloutFailure? failure = await WaitAsync(one, baseline, listener);
        DateTimeOffset end = DateTimeOffset.UtcNow;
        var told = new WaitingEvidence(start, TimeSpan.FromSeconds(one.Timeout), await act)
        {
            Waiting = watch.Seen,
        };
        DateTimeOffset? known = null;
        WaitingEvidence evidence = told;
        for (int attempt = 0; attempt < 20 && known is null; attempt++)
        {
            // Events may come after the status that decided; the status is gone when the workload is.
            if (attempt > 0) await Task.Delay(500);
            evidence = await ReadAsync(told, one, space, target);
            known = one.Known(evidence);
        }

        return new WaitingResult(one, failure, known, start, end)
        {
            ReportedRun = watch.ReportedRun(end),
            Seen =
            [
                .. listener.Reports,
                .. watch.Seen.Select(seen => (seen.Value, $"container: {seen.Key.Reason}: {seen.Key.Message}")),
                .. evidence.Events.Select(item => (
                    item.Created ?? end, $"event: {item.Json.Text("reason")}: {item.Json.Text("message")}")),
            ],
        };
    }

    /// <summary>Gives a Deployment so many seconds from now; the server counts from its last progress.</summary>
    private static async Task<KubeObject> LimitAsync(TestNamespace space, string name, int seconds)
    {
        KubeObject deployment = await space.GetAsync(ResourceTypes.Deployment, name);
        DateTimeOffset? progress = deployment.Json.Items("status", "conditions")
            .Single(condition => condition.Text("type") == "Progressing").Time("lastUpdateTime");
        int passed = (int)(DateTimeOffset.UtcNow - progress!.Value).TotalSeconds;
        return await space.ChangeAsync(name, patch => patch.Replace("/spec/progressDeadlineSeconds", passed + seconds));
    }

    private static async Task<WaitingEvidence> ReadAsync(
        WaitingEvidence told, WaitingCase one, TestNamespace space, ResourceRef target)
    {
        return told with
        {
            Workload = await space.FindAsync(target.Type, target.Name),
            ReplicaSets = await OwnAsync(ResourceTypes.ReplicaSet),
            Pods = await OwnAsync(ResourceTypes.Pod),
            Events = [.. (await space.ListAsync(ResourceTypes.Event)).Where(IsAboutIt)],
        };

        async Task<IReadOnlyList<KubeObject>> OwnAsync(ResourceType type) =>
            [.. (await space.ListAsync(type)).Where(item => item.Labels.GetValueOrDefault("app") == one.Workload)];

        bool IsAboutIt(KubeObject item) =>
            item.Json.Text("involvedObject", "name")!.StartsWith(one.Workload, StringComparison.Ordinal);
    }

    private static async Task<DateTimeOffset?> ActAsync(
        WaitingCase one, TestNamespace space, ResourceRef target, Task begun)
    {
        if (one.Act is null) return null;
        await begun;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        await one.Act(space, target);
        return now;
    }

    /// <summary>The failure, or null if the rollout was done.</summary>
    private static async Task<RolloutFailure?> WaitAsync(WaitingCase one, KubeObject baseline, Listener listener)
    {
        try
        {
            await RolloutWait.RunAsync(
                TestCluster.Admin, baseline, TimeSpan.FromSeconds(one.Timeout), listener, TimeProvider.System,
                CancellationToken.None);
            return null;
        }
        catch (ClusterException exception)
        {
            return Assert.IsType<RolloutFailure>(exception.Target);
        }
    }

    private sealed class Listener(TaskCompletionSource? begun) : IProgress<RolloutProgress>
    {
        private readonly ConcurrentQueue<(DateTimeOffset, string)> _reports = [];

        public IReadOnlyCollection<(DateTimeOffset Time, string What)> Reports => _reports;

        public void Report(RolloutProgress value)
        {
            _reports.Enqueue((DateTimeOffset.UtcNow, $"wait: {value.Message}"));
            begun?.TrySetResult();
        }
    }
}
