using MicroK8s.Tests.CanaryRollouts;
using MicroK8s.Tests.Connection;
using MicroK8s.Tests.Kills;
using MicroK8s.Tests.Monitoring;
using MicroK8s.Tests.Nodes;
using MicroK8s.Tests.Outages;
using MicroK8s.Tests.Rollback;
using MicroK8s.Tests.Seed;
using MicroK8s.Tests.Traffic;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("MicroK8s.Tests.LongestFirst", "MicroK8s.Tests")]

namespace MicroK8s.Tests;

/// <summary>
/// Begins with the classes that take over a minute, so that none of them is still running when all others are done.
/// Those that follow come in any order, so that none depends on another.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        Class<CanaryRolloutMetricsTests>(), Class<KillTableTests>(), NodeTests.Name, Class<CanaryKillTests>(),
        Class<SeedTests>(), Class<SecretTests>(), Outage.Name, Class<StoppedCanaryRolloutTests>(),
        Class<PipelineExampleTests>(), Class<CanaryLifeTests>(), Class<KubectlUndoTests>(),
        Class<MonitoringCmdletTests>(),
    ];

    /// <summary>
    /// Tests block on pipelines; without threads to spare, what runs beside them waits for the pool to grow.
    /// </summary>
    private const int Threads = 64;

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
    {
        // The unique ID of a collection is another in each run.
        ITestCollection[] ordered =
        [
            .. testCollections
                .OrderBy(one => Array.IndexOf(Longest, one.DisplayName) is var place and >= 0 ? place : Longest.Length)
                .ThenBy(one => one.UniqueID),
        ];
        if (ordered.Any(one => Longest.Contains(one.DisplayName))) _ = TakeInOrderAsync();
        else ThreadPool.SetMinThreads(Threads, Threads);
        return ordered;
    }

    /// <summary>
    /// The runner gives all collections to the thread pool at once, in this order, and many threads would overtake each
    /// other. A pool that begins small takes them in order; it has done so long before the five seconds are over.
    /// </summary>
    private static async Task TakeInOrderAsync()
    {
        ThreadPool.SetMinThreads(1, 1);
        await Task.Delay(TimeSpan.FromSeconds(5));
        ThreadPool.SetMinThreads(Threads, Threads);
    }

    /// <summary>The name that xunit gives to the tests of a class that belongs to no named collection.</summary>
    private static string Class<T>() => $"Test collection for {typeof(T).FullName}";
}
