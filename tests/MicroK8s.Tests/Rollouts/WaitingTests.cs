using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;
using MicroK8s.Tests.Cluster;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Rollouts;

/// <summary>
/// Waits on the real cluster. The tests are spread over several classes, as classes run in parallel; every failure is
/// printed as the user would read it, with the seconds that it took.
/// </summary>
public abstract class WaitingTests(ITestOutputHelper output)
{
    private protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(120);

    private protected static ResourceRef Ref(KubeObject item) =>
        new(ResourceTypes.Deployment, item.Namespace, item.Name);

    /// <summary>Waits by name, as after a read.</summary>
    private protected static Task<KubeObject> WaitAsync(
        KubeObject deployed, TimeSpan timeout, List<RolloutProgress>? told = null) => RolloutWait.RunAsync(
            TestCluster.Admin, Ref(deployed), timeout, new Listener(told ?? []), TimeProvider.System, CancellationToken.None);

    private protected async Task<RolloutFailure> FailAsync(
        KubeObject deployed, ClusterFault fault, TimeSpan? timeout = null)
    {
        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(
            () => RolloutWait.RunAsync(
                TestCluster.Admin, deployed, timeout ?? Patience, new Listener([]), TimeProvider.System,
                CancellationToken.None));
        var failure = Assert.IsType<RolloutFailure>(exception.Target);
        output.WriteLine($"{failure.Elapsed.TotalSeconds:0.0} s {exception.Fault}: {exception.Message} {exception.Advice}");
        Assert.Equal(fault, exception.Fault);
        return failure;
    }

    private sealed class Listener(List<RolloutProgress> told) : IProgress<RolloutProgress>
    {
        public void Report(RolloutProgress value) => told.Add(value);
    }
}
