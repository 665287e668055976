using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Waiting;
using MicroK8s.Updates;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Rollback;

/// <summary>Writes that meet another writer, and waits of those who may not see everything.</summary>
public sealed class RollbackConflictTests
{
    private static readonly ResourceRef Web = new(ResourceTypes.Deployment, "shop", "web");

    [Fact]
    public async Task A_write_that_met_a_change_of_the_status_is_tried_again_on_the_new_version()
    {
        using FakeCluster cluster = Cluster(conflicts: 2, Read("web:2", 7), Read("web:2", 8), Read("web:2", 9));

        await RollBackAsync(cluster);

        Assert.Equal(3, cluster.Patches.Count);
        Assert.Contains("\"value\":\"9\"", cluster.Patches[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_met_another_template_is_given_up()
    {
        using FakeCluster cluster = Cluster(conflicts: 1, Read("web:2", 7), Read("web:3", 8));

        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(() => RollBackAsync(cluster));

        Assert.Equal(ClusterFault.Conflict, exception.Fault);
        Assert.Contains("nothing was written", exception.Message, StringComparison.Ordinal);
        Assert.Single(cluster.Patches);
    }

    [Fact]
    public async Task A_write_that_met_the_same_rollback_is_done_whatever_number_the_revision_has_now()
    {
        using FakeCluster cluster = Cluster(conflicts: 1, Read("web:2", 7), Read("web:1", 8));
        RollbackPlan plan = await PlanAsync(cluster);
        cluster.ReplicaSets = [Fake.ReplicaSet("web:2", 2), Fake.ReplicaSet("web:1", 3, uid: plan.Source.Uid)];

        RollbackWritten written = await RollbackRun.ApplyAsync(cluster, plan, CancellationToken.None);

        Assert.False(written.IsOwn);
        Assert.Single(cluster.Patches);
    }

    [Fact]
    public async Task A_revision_that_is_gone_by_the_time_of_the_write_is_a_conflict()
    {
        using FakeCluster cluster = Cluster(conflicts: 1, Read("web:2", 7), Read("web:3", 8));
        RollbackPlan plan = await PlanAsync(cluster);
        cluster.ReplicaSets = [Fake.ReplicaSet("web:2", 2)];

        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(
            () => RollbackRun.ApplyAsync(cluster, plan, CancellationToken.None));

        Assert.Equal(ClusterFault.Conflict, exception.Fault);
        Assert.Contains("-ToRevision", exception.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_says_what_may_have_been_done()
    {
        using FakeCluster cluster = Cluster(
            conflicts: 0, new ClusterException(ClusterFault.Unreachable, "No answer."), Read("web:2", 7));

        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(() => RollBackAsync(cluster));

        Assert.Equal(
            (ClusterFault.Unreachable, "No answer. It may have been done: the rollback of Deployment shop/web."),
            (exception.Fault, exception.Message));
    }

    [Fact]
    public async Task The_number_of_tries_is_bounded()
    {
        using FakeCluster cluster = Cluster(conflicts: 99, Read("web:2", 7));

        Assert.Equal(
            ClusterFault.Conflict, (await Assert.ThrowsAsync<ClusterException>(() => RollBackAsync(cluster))).Fault);
        Assert.Equal(ConflictRetry.Tries, cluster.Patches.Count);
    }

    [Fact]
    public async Task Who_may_not_read_pods_and_events_can_still_wait()
    {
        using FakeCluster cluster = Cluster(0, Fake.Deployment(
            status: """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}"""));
        cluster.Denied.UnionWith([ResourceTypes.Pod, ResourceTypes.Event, ResourceTypes.ReplicaSet]);

        KubeObject done = await WaitAsync(cluster);

        Assert.Equal("web", done.Name);
    }

    [Fact]
    public async Task Who_may_not_read_the_workload_cannot_wait()
    {
        using FakeCluster cluster = Cluster(0, Fake.Deployment());
        cluster.Denied.Add(ResourceTypes.Deployment);

        Assert.Equal(
            ClusterFault.AccessDenied, (await Assert.ThrowsAsync<ClusterException>(() => WaitAsync(cluster))).Fault);
    }

    private static KubeObject Read(string image, int version) =>
        Fake.Deployment(image, metadata: $$"""{"resourceVersion":"{{version}}"}""");

    private static FakeCluster Cluster(int conflicts, params KubeObject[] reads) =>
        Cluster(conflicts, writeFault: null, reads);

    private static FakeCluster Cluster(int conflicts, ClusterException? writeFault, params KubeObject[] reads)
    {
        var cluster = new FakeCluster
        {
            Conflicts = conflicts,
            WriteFault = writeFault,
            ReplicaSets = [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:2", 2)],
        };
        foreach (KubeObject read in reads) cluster.Deployments.Enqueue(read);
        return cluster;
    }

    private static async Task RollBackAsync(FakeCluster cluster)
    {
        RollbackPlan plan = await PlanAsync(cluster);
        await RollbackRun.ApplyAsync(cluster, plan, CancellationToken.None);
    }

    private static Task<RollbackPlan> PlanAsync(FakeCluster cluster) =>
        RollbackRun.PlanAsync(cluster, Web, new RollbackGoal { Revision = 1 }, CancellationToken.None);

    private static Task<KubeObject> WaitAsync(FakeCluster cluster) => RolloutWait.RunAsync(
        cluster, Web, TimeSpan.FromSeconds(20), new Progress<RolloutProgress>(), TimeProvider.System, CancellationToken.None);
}
