using MicroK8s.Resources;
using MicroK8s.Rollback;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Rollback;

/// <summary>What a user of Invoke-Rollback cannot see; what they see is in tests/Pester.</summary>
public sealed class InvokeRollbackTests
{
    [Fact]
    public async Task A_named_revision_comes_back()
    {
        await using TestNamespace space = await RollbackScene.TwoRevisionsAsync();
        await space.SetImageAsync("web", "shop/chatty:v1.0");
        await space.RollOutAsync();
        using Shell shell = Shell.Connected(space.Name);

        RollbackResult result = shell.Run("Invoke-Rollback web -ToRevision 1").TheOne<RollbackResult>();

        Assert.Equal((3, 1, 4), (result.FromRevision!.Value, result.ToRevision, result.NewRevision!.Value));
        Assert.Equal("shop/web:v1.0", RollbackScene.ImageOf(await space.GetAsync(ResourceTypes.Deployment, "web")));
    }

    [Fact]
    public async Task Annotations_of_others_stay_and_the_recorded_cause_and_version_come_back()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/web:v1.0", d =>
        {
            d.Metadata["labels"] = new System.Text.Json.Nodes.JsonObject { ["version"] = "v1.0" };
            d.Metadata["annotations"] = new System.Text.Json.Nodes.JsonObject { ["kubernetes.io/change-cause"] = "first" };
            d.Template["metadata"]!["labels"]!["version"] = "v1.0";
        });
        await space.RollOutAsync();
        await space.ChangeAsync("web", patch => patch
            .Replace("/spec/template/spec/containers/0/image", "shop/web:v2.0")
            .Replace("/spec/template/metadata/labels/version", "v2.0")
            .Replace("/metadata/labels/version", "v2.0")
            .Replace("/metadata/annotations/kubernetes.io~1change-cause", "second")
            .Add("/metadata/annotations/oncall", "alice"));
        await space.RollOutAsync();
        using Shell shell = Shell.Connected(space.Name);

        shell.Run("Invoke-Rollback web").AssertNoErrors();

        KubeObject now = await space.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal("alice", now.Annotations["oncall"]);
        Assert.Equal("first", now.Annotations["kubernetes.io/change-cause"]);
        Assert.Equal("v1.0", now.Labels["version"]);
        Assert.Null(now.Json.Text("spec", "template", "metadata", "labels", "pod-template-hash"));
    }

    [Fact]
    public async Task WhatIf_shows_revisions_and_fields_and_writes_nothing()
    {
        await using TestNamespace space = await RollbackScene.TwoRevisionsAsync();
        using Shell shell = Shell.Connected(space.Name);
        string before = (await space.GetAsync(ResourceTypes.Deployment, "web")).ResourceVersion;

        EngineResult result = shell.Run("Invoke-Rollback web -WhatIf").AssertNoErrors();

        Assert.Empty(result.Output);
        Assert.Contains("from revision 2 to revision 1", result.HostText, StringComparison.Ordinal);
        Assert.Contains(
            "spec.containers[web].image: shop/web:v2.0 → shop/web:v1.0", result.HostText, StringComparison.Ordinal);
        Assert.Equal(before, (await space.GetAsync(ResourceTypes.Deployment, "web")).ResourceVersion);
    }

    [Fact]
    public async Task A_paused_rollout_is_refused()
    {
        await using TestNamespace space = await RollbackScene.TwoRevisionsAsync();
        await space.ChangeAsync("web", patch => patch.Add("/spec/paused", true));
        using Shell shell = Shell.Connected(space.Name);

        shell.Run("Invoke-Rollback web").AssertError("RolloutPaused");

        Assert.Equal("shop/web:v2.0", RollbackScene.ImageOf(await space.GetAsync(ResourceTypes.Deployment, "web")));
    }

    [Fact]
    public async Task Without_waiting_the_rollback_is_only_started()
    {
        await using TestNamespace space = await RollbackScene.TwoRevisionsAsync();
        using Shell shell = Shell.Connected(space.Name);

        RollbackResult result = shell.Run("Invoke-Rollback web -NoWait").TheOne<RollbackResult>();

        Assert.Equal(RollbackOutcome.Started, result.Outcome);
        Assert.Null(result.NewRevision);
        Assert.Equal("shop/web:v1.0", RollbackScene.ImageOf(await space.GetAsync(ResourceTypes.Deployment, "web")));
    }
}
