using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Rollback;

namespace MicroK8s.Tests.Revisions;

/// <summary>Get-RolloutHistory and Compare-RolloutRevision on the real cluster.</summary>
public sealed class RolloutHistoryTests
{
    [Fact]
    public async Task A_history_tells_what_ran_and_leads_back_down_the_pipeline()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(space.Name);
        shell.Run("New-MicroService web -Image shop/web:v1.0 -Port 80:8080 -Environment @{ LEVEL = 'info' } -Wait")
            .AssertNoErrors();
        await RealShell.RunAsync(
            """
            $env:TF_BUILD, $env:BUILD_BUILDNUMBER, $env:BUILD_REQUESTEDFOR = 'True', '7', 'Alice'
            $null = Connect-Cluster -KubeConfig $args[0] -Context $args[1] -Namespace $args[2]
            Set-MicroService web -Image shop/web:v2.0 -Wait -ErrorAction Stop
            """, TestCluster.KubeConfig, TestCluster.Context, space.Name);

        RolloutRevision[] history = [.. shell.Run("Get-RolloutHistory web").AssertNoErrors().As<RolloutRevision>()];
        RevisionDifference[] changes =
            [.. shell.Run("Compare-RolloutRevision web 1 2").AssertNoErrors().As<RevisionDifference>()];
        string table = shell.Show("Get-RolloutHistory web");

        Assert.Equal([(2L, true, "1/1"), (1L, false, "0/0")], history.Select(one => (one.Revision, one.IsCurrent, one.Readiness)));
        Assert.Equal(["v2.0", "v1.0"], history.Select(one => one.Version));
        Assert.Equal(("7", "Alice"), (history[0].Run!.Number, history[0].RequestedFor!));
        Assert.Null(history[1].Run);
        Assert.Contains("run 7", history[0].ChangeCause, StringComparison.Ordinal);
        Assert.StartsWith("sha256:", Assert.Single(history[0].Images[0].Digests), StringComparison.Ordinal);
        Assert.Contains(changes, change => change is { Path: "template.spec.containers[web].image", From: "shop/web:v1.0", To: "shop/web:v2.0" });
        Assert.Contains($"Workload: Deployment {space.Name}/web", table, StringComparison.Ordinal);

        RollbackResult result = shell.Run("Get-RolloutHistory web -Revision 1 | Invoke-Rollback").TheOne<RollbackResult>();
        RolloutRevision now = shell.Run("Get-RolloutHistory web -Revision 3").TheOne<RolloutRevision>();

        Assert.Equal((1, 3), (result.ToRevision, result.NewRevision!.Value));
        Assert.Null(now.Run);
        Assert.Equal("v1.0", now.Version);
        Assert.Equal("v1.0", (await space.GetAsync(ResourceTypes.Deployment, "web")).Labels["app.kubernetes.io/version"]);
        shell.Run("Get-RolloutHistory web -Revision 9").AssertError("RevisionNotFound");
    }

    [Fact]
    public async Task The_same_service_twice_would_go_back_and_forth()
    {
        await using TestNamespace space = await RollbackScene.TwoRevisionsAsync();
        using Shell shell = Shell.Connected(space.Name);

        EngineResult result = shell.Run("'web', 'web' | Invoke-Rollback -NoWait");

        Assert.Contains("named twice", result.AssertError("InvalidSpec").Exception.Message, StringComparison.Ordinal);
        Assert.Equal("shop/web:v1.0", RollbackScene.ImageOf(await space.GetAsync(ResourceTypes.Deployment, "web")));
    }
}
