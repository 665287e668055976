using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Changes;

public sealed class SuspendResumeTests
{
    [Fact]
    public async Task A_suspended_rollout_gathers_changes_and_makes_one_revision_of_them()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port 80:8080 -Wait").AssertNoErrors();

        MicroService paused = shell.Run("Get-MicroService web | Suspend-Rollout -PassThru").TheOne<MicroService>();
        Assert.Equal(MicroServiceStatus.Paused, paused.Status);
        EngineResult again = shell.Run("Suspend-Rollout web -Verbose").AssertNoErrors();
        Assert.Contains(again.Verbose, line => line.Contains("nothing is written", StringComparison.Ordinal));
        shell.Run("Restart-MicroService web").AssertError("RolloutPaused");

        shell.Run("Set-MicroService web -Image shop/web:v1.1").AssertNoErrors();
        shell.Run("Set-MicroService web -Image shop/web:v2.0").AssertNoErrors();
        Assert.Single(await ns.ListAsync(ResourceTypes.ReplicaSet));

        string shown = shell.Run("Resume-Rollout web -WhatIf").AssertNoErrors().HostText;
        Assert.Contains($"Resume the rollout of Deployment {ns.Name}/web", shown, StringComparison.Ordinal);
        Assert.Contains("spec.paused: true", shown, StringComparison.Ordinal);
        MicroService resumed = shell.Run("Resume-Rollout web -Wait -PassThru").TheOne<MicroService>();
        Assert.Equal((MicroServiceStatus.Healthy, "v2.0"), (resumed.Status, resumed.Version));
        Assert.Equal(2, (await ns.ListAsync(ResourceTypes.ReplicaSet)).Count);
        int generation = (await ns.GetAsync(ResourceTypes.Deployment, "web")).Generation;
        shell.Run("Resume-Rollout web -Wait").AssertNoErrors();
        Assert.Equal(generation, (await ns.GetAsync(ResourceTypes.Deployment, "web")).Generation);
    }

    [Fact]
    public async Task Kinds_that_cannot_pause_are_refused_and_the_next_one_goes_on()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await ns.CreateAsync(ResourceTypes.DaemonSet, WorkloadManifest.Of("agent", replicas: null, nowhere: true));
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();

        shell.Run("Suspend-Rollout agent, web").AssertError("InvalidSpec");
        Assert.True((await ns.GetAsync(ResourceTypes.Deployment, "web")).Json.Flag("spec", "paused"));
        shell.Run("Resume-Rollout nothing, web").AssertError("ResourceNotFound");
        Assert.False((await ns.GetAsync(ResourceTypes.Deployment, "web")).Json.Flag("spec", "paused"));
    }
}
