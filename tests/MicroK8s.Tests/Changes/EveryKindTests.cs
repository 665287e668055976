using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Changes;

/// <summary>StatefulSets and DaemonSets whose pods really run: restarted, and taken back from a bad image.</summary>
public sealed class EveryKindTests
{
    [Fact]
    public async Task Stateful_sets_and_daemon_sets_restart_and_go_back_from_an_image_that_is_not_there()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(
            "'StatefulSet', 'DaemonSet' | % { New-MicroService $_.ToLower() shop/web:v1.0 -Kind $_ -Port 80:8080 "
            + "-ReadinessProbe /ready -TerminationGracePeriodSeconds 0 -Wait }").AssertNoErrors();
        string[] before = await PodsAsync(ns);

        EngineResult restarted = shell.Run("Get-MicroService | Restart-MicroService -Wait -PassThru").AssertNoErrors();
        Assert.All(restarted.As<MicroService>(), service => Assert.Equal(MicroServiceStatus.Healthy, service.Status));
        Assert.Empty(before.Intersect(await PodsAsync(ns)));

        EngineResult failed = shell.Run(
            "Get-MicroService | Set-MicroService -Image shop/nothing:v9 -MinReadySeconds 0 -Wait -RollbackOnFailure");
        Assert.Equal(2, failed.Errors.Count);
        Assert.All(failed.Errors, error =>
        {
            Assert.StartsWith("ImagePullFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("back at revision 2 (shop/web:v1.0)", error.Exception.Message, StringComparison.Ordinal);
        });
        Assert.All(shell.Run("Get-MicroService").As<MicroService>(), service => Assert.Equal(
            (MicroServiceStatus.Healthy, "shop/web:v1.0", "1/1"), (service.Status, service.Image, service.Readiness)));
    }

    private static async Task<string[]> PodsAsync(TestNamespace ns) =>
        [.. (await ns.ListAsync(ResourceTypes.Pod)).Where(pod => !pod.IsBeingDeleted).Select(pod => pod.Uid)];
}
