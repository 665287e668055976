using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Traffic;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Rollback;

/// <summary>
/// Two Deployments with the same past, one undone by <c>kubectl rollout undo</c> and one by Invoke-Rollback.
/// </summary>
public sealed class KubectlUndoTests
{
    private const string Undone = "by-kubectl";
    private const string RolledBack = "by-us";

    [Fact]
    public async Task Annotations_added_since_are_dropped_by_kubectl_and_kept_here()
    {
        await using TestNamespace space = await TwinsAsync();
        using Shell shell = Shell.Connected(space.Name);
        await Kubectl.RunAsync("annotate", "deployment", Undone, RolledBack, "oncall=alice", "--namespace", space.Name);

        await UndoAsync(space);
        shell.Run($"Invoke-Rollback {RolledBack} -NoWait").AssertNoErrors();

        (KubeObject kubectls, KubeObject ours) = await BothAsync(space);
        Assert.Equal(("shop/web:v1.0", "shop/web:v1.0"), (Image(kubectls), Image(ours)));
        Assert.DoesNotContain("oncall", kubectls.Annotations.Keys);
        Assert.Equal("alice", ours.Annotations["oncall"]);
    }

    [Fact]
    public async Task Fields_that_come_back_survive_the_next_apply_after_kubectl_and_not_here()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await Task.WhenAll(ApplyAsync(space, "shop/web:v1.0", withVariable: true));
        await Task.WhenAll(WaitAsync(space, Undone), WaitAsync(space, RolledBack));
        await Task.WhenAll(ApplyAsync(space, "shop/web:v2.0", withVariable: false));
        await Task.WhenAll(WaitAsync(space, Undone), WaitAsync(space, RolledBack));
        using Shell shell = Shell.Connected(space.Name);

        await UndoAsync(space);
        EngineResult result = shell.Run($"Invoke-Rollback {RolledBack}").AssertNoErrors();
        await Task.WhenAll(ApplyAsync(space, "shop/chatty:v1.0", withVariable: false));

        (KubeObject kubectls, KubeObject ours) = await BothAsync(space);
        Assert.Equal(("shop/chatty:v1.0", "shop/chatty:v1.0"), (Image(kubectls), Image(ours)));
        Assert.Equal("DEBUG", Container(kubectls)["env"]![0]!["name"]!.ToString());
        Assert.Null(Container(ours)["env"]);
        Assert.Contains("the next apply of the same manifest", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_go_are_not_removed_once_more_by_the_next_apply()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await ApplyAsync(space, "shop/web:v1.0");
        await WaitAsync(space, RolledBack);
        await ApplyAsync(space, "shop/web:v2.0", "disk", "zone");
        await WaitAsync(space, RolledBack);
        using Shell shell = Shell.Connected(space.Name);

        shell.Run($"Invoke-Rollback {RolledBack}").AssertNoErrors();
        await ApplyAsync(space, "shop/chatty:v1.0", "zone");

        // Removed once more, a label whose selector is gone comes back as an empty one on servers of that time.
        KubeObject ours = await space.GetAsync(ResourceTypes.Deployment, RolledBack);
        Assert.Equal("shop/chatty:v1.0", Image(ours));
        Assert.Equal(["zone"], ours.Json.Map("spec", "template", "spec", "nodeSelector").Keys);
    }

    [Fact]
    public async Task A_change_between_reading_and_writing_is_lost_by_kubectl_and_a_conflict_here()
    {
        await using TestNamespace space = await TwinsAsync();
        string patch = await KubectlsPatchAsync(space);
        await space.SetImageAsync(Undone, "shop/chatty:v1.0");
        var session = new HookedSession(_ => space.SetImageAsync(RolledBack, "shop/chatty:v1.0"));
        RollbackPlan plan = await RollbackRun.PlanAsync(
            session, new ResourceRef(ResourceTypes.Deployment, space.Name, RolledBack), new RollbackGoal(), CancellationToken.None);

        Assert.DoesNotContain("resourceVersion", patch, StringComparison.Ordinal);
        await Kubectl.RunAsync(
            "patch", "deployment", Undone, "--type=json", "--patch", patch, "--namespace", space.Name);
        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(
            () => RollbackRun.ApplyAsync(session, plan, CancellationToken.None));

        (KubeObject kubectls, KubeObject ours) = await BothAsync(space);
        Assert.Equal(ClusterFault.Conflict, exception.Fault);
        Assert.Equal(("shop/web:v1.0", "shop/chatty:v1.0"), (Image(kubectls), Image(ours)));
    }

    [Fact]
    public async Task A_server_side_apply_meets_the_conflict_that_was_warned_of()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await ServerSideApplyAsync(space, "shop/web:v1.0");
        await WaitAsync(space, RolledBack);
        await ServerSideApplyAsync(space, "shop/web:v2.0");
        await WaitAsync(space, RolledBack);
        using Shell shell = Shell.Connected(space.Name);

        EngineResult result = shell.Run($"Invoke-Rollback {RolledBack}").AssertNoErrors();

        Assert.Contains("conflicts in template.spec.containers[web].image,", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Exception conflict = await Assert.ThrowsAnyAsync<Exception>(() => ServerSideApplyAsync(space, "shop/chatty:v1.0"));
        Assert.Contains("conflict with \"microk8s-powershell\"", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kubectl_returns_at_once_and_here_the_pods_are_back()
    {
        await using TestNamespace space = await TwinsAsync(replicas: 1);
        using Shell shell = Shell.Connected(space.Name);

        // So slow that a busy machine has the time to look; no part of the pods, so the twins stay twins.
        await space.ChangeAsync(Undone, patch => patch.Add("/spec/minReadySeconds", 60));
        await UndoAsync(space);
        KubeObject kubectls = await space.GetAsync(ResourceTypes.Deployment, Undone);
        RollbackResult result = shell.Run($"Invoke-Rollback {RolledBack}").TheOne<RollbackResult>();
        KubeObject ours = await space.GetAsync(ResourceTypes.Deployment, RolledBack);

        Assert.NotNull(WorkloadStatus.Of(kubectls).Pending);
        Assert.Null(WorkloadStatus.Of(ours).Pending);
        Assert.Equal(RollbackOutcome.RolledBack, result.Outcome);
    }

    /// <summary>The patch that kubectl sends, out of its own log of a dry run.</summary>
    private static async Task<string> KubectlsPatchAsync(TestNamespace space)
    {
        (_, string log) = await Kubectl.RunWithLogAsync(
            null,
            ["rollout", "undo", $"deployment/{Undone}", "--namespace", space.Name, "--dry-run=server", "--v=10"]);
        string line = log.Split('\n').Last(text => text.Contains("Request Body", StringComparison.Ordinal));
        string body = line[line.IndexOf("[{", StringComparison.Ordinal)..(line.LastIndexOf("}]", StringComparison.Ordinal) + 2)];

        // Newer versions log the body as a quoted text.
        return body.StartsWith("[{\\", StringComparison.Ordinal) ? JsonNode.Parse($"\"{body}\"")!.GetValue<string>() : body;
    }

    private static async Task<TestNamespace> TwinsAsync(int replicas = 0)
    {
        TestNamespace space = await TestNamespace.CreateAsync();
        foreach (string name in new[] { Undone, RolledBack })
        {
            await space.DeployAsync(name, "shop/web:v1.0", d =>
            {
                d.Spec["replicas"] = replicas;
                d.Probe("readinessProbe", "/ready");
            });
        }

        await Task.WhenAll(WaitAsync(space, Undone), WaitAsync(space, RolledBack));
        await space.SetImageAsync(Undone, "shop/web:v2.0");
        await space.SetImageAsync(RolledBack, "shop/web:v2.0");
        await Task.WhenAll(WaitAsync(space, Undone), WaitAsync(space, RolledBack));
        return space;
    }

    private static IEnumerable<Task<string>> ApplyAsync(TestNamespace space, string image, bool withVariable) =>
        new[] { Undone, RolledBack }.Select(name =>
        {
            ObjectBuilder deployment = TestDeployment.Of(name, image).WithSpec("""{"replicas":0}""");
            if (withVariable) deployment.Environment("DEBUG", "1");
            return ApplyAsync(space, deployment);
        });

    private static Task<string> ApplyAsync(TestNamespace space, string image, params string[] nodeLabels)
    {
        ObjectBuilder deployment = TestDeployment.Of(RolledBack, image).WithSpec("""{"replicas":0}""");
        if (nodeLabels.Length > 0)
        {
            deployment.PodSpec["nodeSelector"] = new JsonObject(
                nodeLabels.Select(label => KeyValuePair.Create<string, JsonNode?>(label, "some")));
        }

        return ApplyAsync(space, deployment);
    }

    private static Task<string> ServerSideApplyAsync(TestNamespace space, string image) => ApplyAsync(
        space, TestDeployment.Of(RolledBack, image).WithSpec("""{"replicas":0}"""), "--server-side");

    private static Task<string> ApplyAsync(TestNamespace space, ObjectBuilder manifest, params string[] options)
    {
        manifest.Json["apiVersion"] = "apps/v1";
        return Kubectl.RunAsync(
            manifest.ToString(), ["apply", .. options, "--namespace", space.Name, "--filename", "-"]);
    }

    private static Task<string> UndoAsync(TestNamespace space) =>
        Kubectl.RunAsync("rollout", "undo", $"deployment/{Undone}", "--namespace", space.Name);

    private static Task<KubeObject> WaitAsync(TestNamespace space, string name) =>
        space.RollOutAsync(name);

    private static async Task<(KubeObject Kubectls, KubeObject Ours)> BothAsync(TestNamespace space) => (
        await space.GetAsync(ResourceTypes.Deployment, Undone), await space.GetAsync(ResourceTypes.Deployment, RolledBack));

    private static JsonNode Container(KubeObject deployment) =>
        deployment.ToNode()["spec"]!["template"]!["spec"]!["containers"]![0]!;

    private static string? Image(KubeObject deployment) => RollbackScene.ImageOf(deployment);
}
