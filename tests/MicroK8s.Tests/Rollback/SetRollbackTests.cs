using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Traffic;
using MicroK8s.Tests.Waiting;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Rollback;

/// <summary>Rollbacks of StatefulSets and DaemonSets on the real cluster.</summary>
public sealed class SetRollbackTests
{
    [Fact]
    public async Task A_StatefulSet_comes_back_though_it_waits_for_a_pod_that_never_becomes_ready()
    {
        await using TestNamespace space = await DeployAsync(ResourceTypes.StatefulSet, replicas: 2);
        using Shell shell = Shell.Connected(space.Name);
        await BreakAsync(space, ResourceTypes.StatefulSet);
        KubeObject good = await space.GetAsync(ResourceTypes.Pod, "db-0");
        KubeObject broken = await WaitForPodAsync(space, "db-1", "shop/nothing:v9");

        EngineResult preview = shell.Run("Invoke-Rollback db -WhatIf").AssertNoErrors();
        RollbackResult result = shell.Run("Invoke-Rollback db -Timeout 180").TheOne<RollbackResult>();

        Assert.Contains($"then delete Pod {space.Name}/db-1, which is not ready", preview.HostText, StringComparison.Ordinal);
        Assert.Equal((RollbackOutcome.RolledBack, WorkloadKind.StatefulSet), (result.Outcome, result.Kind));
        Assert.Equal((2, 1, 3), (result.FromRevision!.Value, result.ToRevision, result.NewRevision!.Value));
        KubeObject now = await space.GetAsync(ResourceTypes.Pod, "db-1");
        Assert.NotEqual(broken.Uid, now.Uid);
        Assert.Equal("shop/web:v1.0", now.Json.Items("spec", "containers").First().Text("image"));
        Assert.Equal(good.Uid, (await space.GetAsync(ResourceTypes.Pod, "db-0")).Uid);
        Assert.Equal(2, (await space.GetAsync(ResourceTypes.StatefulSet, "db")).Json.Count("status", "readyReplicas"));
    }

    [Fact]
    public async Task A_pod_in_the_way_that_may_not_be_deleted_is_named_and_goes_at_the_next_try()
    {
        await using TestNamespace space = await DeployAsync(ResourceTypes.StatefulSet, replicas: 1);
        using Shell shell = Shell.Connected(space.Name);
        await BreakAsync(space, ResourceTypes.StatefulSet);
        await WaitForPodAsync(space, "db-0", "shop/nothing:v9");
        var session = new HookedSession(target => target.Type == ResourceTypes.Pod
            ? throw new ClusterException(ClusterFault.AccessDenied, "Not allowed.")
            : Task.CompletedTask);
        var target = new ResourceRef(ResourceTypes.StatefulSet, space.Name, "db");
        RollbackPlan plan = await RollbackRun.PlanAsync(session, target, new RollbackGoal(), CancellationToken.None);

        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(
            () => RollbackRun.ApplyAsync(session, plan, CancellationToken.None));
        RollbackResult again = shell.Run("Invoke-Rollback db -ToVersion v1.0 -Timeout 180").TheOne<RollbackResult>();

        Assert.Equal(ClusterFault.PartialFailure, exception.Fault);
        Assert.EndsWith("delete pod -n " + space.Name + " db-0", exception.Advice, StringComparison.Ordinal);
        Assert.Equal(RollbackOutcome.RolledBack, again.Outcome);
        Assert.Equal(1, (await space.GetAsync(ResourceTypes.StatefulSet, "db")).Json.Count("status", "readyReplicas"));
    }

    /// <summary>
    /// The pod is of the oldest revision, which never ran; a strategy without a partition would make it so again.
    /// </summary>
    [Fact]
    public async Task A_pod_that_a_StatefulSet_would_make_again_as_it_was_is_made_of_the_good_revision()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(space.Name);
        await space.CreateAsync(ResourceTypes.StatefulSet, TestDeployment.Of("db", "shop/nothing:v9").With(json =>
        {
            json.Spec["serviceName"] = "db";
            json.Spec["replicas"] = 1;
            json.Spec["updateStrategy"] = new JsonObject { ["type"] = "RollingUpdate" };
        }));
        await WaitForPodAsync(space, "db-0", "shop/nothing:v9");
        await ChangeImageAsync(space, ResourceTypes.StatefulSet, "shop/web:v1.0");

        EngineResult preview = shell.Run("Invoke-Rollback db -ToRevision 2 -WhatIf").AssertNoErrors();
        RollbackResult result = shell.Run("Invoke-Rollback db -ToRevision 2 -Timeout 180").TheOne<RollbackResult>();

        Assert.Contains(
            "spec.updateStrategy.rollingUpdate.partition: (none) → 0", preview.HostText, StringComparison.Ordinal);
        Assert.Equal(RollbackOutcome.RolledBack, result.Outcome);
        KubeObject pod = await space.GetAsync(ResourceTypes.Pod, "db-0");
        Assert.Equal("shop/web:v1.0", pod.Json.Items("spec", "containers").First().Text("image"));
    }

    [Fact]
    public async Task A_DaemonSet_comes_back_by_the_image_and_tells_its_history()
    {
        await using TestNamespace space = await DeployAsync(ResourceTypes.DaemonSet, replicas: null);
        using Shell shell = Shell.Connected(space.Name);
        await BreakAsync(space, ResourceTypes.DaemonSet);

        RollbackResult result = shell.Run("Invoke-Rollback db -ToImage shop/web:v1.0 -Timeout 180").TheOne<RollbackResult>();
        EngineResult history = shell.Run("Get-RolloutHistory db").AssertNoErrors();
        EngineResult same = shell.Run("Invoke-Rollback db -ToVersion v1.0").AssertNoErrors();

        Assert.Equal((RollbackOutcome.RolledBack, WorkloadKind.DaemonSet), (result.Outcome, result.Kind));
        Assert.Equal((2, 1, 3), (result.FromRevision!.Value, result.ToRevision, result.NewRevision!.Value));
        RolloutRevision[] revisions = [.. history.As<RolloutRevision>()];
        Assert.Equal([(3L, true, "1/1"), (2L, false, "0/0")], revisions.Select(one => (one.Revision, one.IsCurrent, one.Readiness)));
        Assert.StartsWith("sha256:", Assert.Single(Assert.Single(revisions[0].Images).Digests), StringComparison.Ordinal);
        Assert.Equal(RollbackOutcome.Unchanged, same.TheOne<RollbackResult>().Outcome);
    }

    private static async Task<TestNamespace> DeployAsync(ResourceType type, int? replicas)
    {
        TestNamespace space = await TestNamespace.CreateAsync();
        await space.CreateAsync(type, TestDeployment.Of("db", "shop/web:v1.0").With(json =>
        {
            json.Spec.Remove("replicas");
            if (replicas is not null) json.Spec["replicas"] = replicas;
            if (type == ResourceTypes.StatefulSet) json.Spec["serviceName"] = "db";
            json.Probe("readinessProbe", "/ready");
        }));
        await RolloutWait.RunAsync(
            TestCluster.Admin, new ResourceRef(type, space.Name, "db"), TimeSpan.FromSeconds(90),
            new Progress<RolloutProgress>(), TimeProvider.System, CancellationToken.None);
        return space;
    }

    /// <summary>Rolls out an image that does not exist, and waits until the controller has made a revision of it.</summary>
    private static Task BreakAsync(TestNamespace space, ResourceType type) =>
        ChangeImageAsync(space, type, "shop/nothing:v9");

    private static async Task ChangeImageAsync(TestNamespace space, ResourceType type, string image)
    {
        await Kubectl.RunAsync("set", "image", $"{type.Plural}/db", $"web={image}", "--namespace", space.Name);
        using var limit = Patience.Start();
        var query = new ResourceQuery(ResourceTypes.ControllerRevision, space.Name);
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item?.Json.Text("revision") == "2") return;
        }
    }

    private static async Task<KubeObject> WaitForPodAsync(TestNamespace space, string name, string image)
    {
        using var limit = Patience.Start();
        var query = ResourceQuery.For(new ResourceRef(ResourceTypes.Pod, space.Name, name));
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            bool isIt = change.Kind == WatchEventKind.Changed
                && change.Item!.Json.Items("spec", "containers").First().Text("image") == image;
            if (isIt) return change.Item!;
        }

        throw new InvalidOperationException("The watch ended.");
    }
}
