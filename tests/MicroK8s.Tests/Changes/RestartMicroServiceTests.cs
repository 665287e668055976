using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Changes;

public sealed class RestartMicroServiceTests
{
    private const string Stamp = "kubectl.kubernetes.io/restartedAt";

    [Fact]
    public async Task All_pods_are_replaced_one_service_after_the_other()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Wait; New-MicroService api shop/web:v1.0 -Wait").AssertNoErrors();
        string[] before = await PodsAsync(ns);

        EngineResult tried = shell.Run("Restart-MicroService web -WhatIf").AssertNoErrors();
        Assert.Empty(tried.Output);
        Assert.Matches("restartedAt.*: \\(none\\) → 20", tried.HostText);
        Assert.Null(Stamped(await ns.GetAsync(ResourceTypes.Deployment, "web")));

        EngineResult result = shell.Run("'web', 'api' | Restart-MicroService -Wait -PassThru").AssertNoErrors();
        Assert.Equal(["web", "api"], result.As<MicroService>().Select(service => service.Name));
        Assert.All(result.As<MicroService>(), service => Assert.Equal(MicroServiceStatus.Healthy, service.Status));
        Assert.Empty(before.Intersect(await PodsAsync(ns)));
        KubeObject web = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.EndsWith("Z", Stamped(web), StringComparison.Ordinal);
        Assert.Equal("restart", web.Annotations["kubernetes.io/change-cause"]);
    }

    [Fact]
    public async Task Stateful_sets_and_daemon_sets_are_stamped_too_and_OnDelete_is_told_of()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await ns.CreateAsync(ResourceTypes.StatefulSet, WorkloadManifest.Of("store", replicas: 0));
        await ns.CreateAsync(ResourceTypes.DaemonSet, WorkloadManifest.Of(
            "agent", replicas: null, nowhere: true, """ "updateStrategy": { "type": "OnDelete" } """));

        EngineResult result = shell.Run("Restart-MicroService store, agent").AssertNoErrors();
        Assert.Contains("OnDelete", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.NotNull(Stamped(await ns.GetAsync(ResourceTypes.StatefulSet, "store")));
        Assert.NotNull(Stamped(await ns.GetAsync(ResourceTypes.DaemonSet, "agent")));
    }

    private static string? Stamped(KubeObject workload) =>
        workload.Json.Text("spec", "template", "metadata", "annotations", Stamp);

    private static async Task<string[]> PodsAsync(TestNamespace ns) =>
        [.. (await ns.ListAsync(ResourceTypes.Pod)).Where(pod => !pod.IsBeingDeleted).Select(pod => pod.Name)];
}
