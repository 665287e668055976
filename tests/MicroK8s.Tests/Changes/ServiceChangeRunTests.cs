using MicroK8s.Changes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Traffic;
using static MicroK8s.Tests.Changes.ChangeText;

namespace MicroK8s.Tests.Changes;

/// <summary>Writes that meet another writer or a failure.</summary>
public sealed class ServiceChangeRunTests
{
    [Fact]
    public async Task Another_writer_of_other_fields_is_no_obstacle_and_loses_nothing()
    {
        await using TestNamespace ns = await CreateAsync();
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Image", "shop/web:v2.0")));
        int writes = 0;
        using var session = new HookedSession(
            _ => writes++ == 0 ? WriteAsync(ns, "/metadata/labels/team", "other") : Task.CompletedTask);

        KubeObject done = (await ServiceChangeRun.ApplyAsync(session, plan, CancellationToken.None)).Workload;
        Assert.True(session.Patches > 1);
        Assert.Equal("other", done.Labels["team"]);
        Assert.Equal(0, done.Json.Count("spec", "replicas"));
        Assert.Equal("shop/web:v2.0", done.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
    }

    [Fact]
    public async Task Another_writer_of_the_same_field_is_a_conflict_and_keeps_the_field()
    {
        await using TestNamespace ns = await CreateAsync();
        const string Path = "/spec/template/spec/containers/0/image";
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Image", "shop/web:v2.0")));
        int writes = 0;
        using var session = new HookedSession(
            _ => writes++ == 0 ? WriteAsync(ns, Path, "shop/web:v9.0") : Task.CompletedTask);

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => ServiceChangeRun.ApplyAsync(session, plan, CancellationToken.None));
        Assert.Equal(ClusterFault.Conflict, exception.Fault);
        KubeObject now = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal("shop/web:v9.0", now.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
    }

    [Fact]
    public async Task When_the_second_object_fails_the_first_one_is_put_back()
    {
        await using TestNamespace ns = await CreateAsync();
        ServiceChangePlan plan = await PlanAsync(ns, Wish(("Port", "http:80:9090"), ("SessionAffinity", "ClientIP")));
        Assert.True(plan.ServiceFirst);
        using var session = new HookedSession(target => target.Type == ResourceTypes.Deployment
            ? throw new ClusterException(ClusterFault.AccessDenied, "Not any more.")
            : Task.CompletedTask);

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => ServiceChangeRun.ApplyAsync(session, plan, CancellationToken.None));
        Assert.Equal(ClusterFault.AccessDenied, exception.Fault);
        Assert.Contains("is undone", exception.Message, StringComparison.Ordinal);
        KubeObject service = await ns.GetAsync(ResourceTypes.Service, "web");
        Assert.Equal("None", service.Json.Text("spec", "sessionAffinity"));
        Assert.Equal("8080", service.Json.Items("spec", "ports").Single().Text("targetPort"));
    }

    private static async Task<TestNamespace> CreateAsync()
    {
        TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port http:80:8080 -Replicas 0").AssertNoErrors();
        return ns;
    }

    private static async Task<ServiceChangePlan> PlanAsync(TestNamespace ns, ServiceChange wish) =>
        await ServiceChangePlanner.PlanAsync(
            TestCluster.Admin.Resources, await ns.GetAsync(ResourceTypes.Deployment, "web"), wish, CancellationToken.None);

    private static async Task WriteAsync(TestNamespace ns, string path, string value)
    {
        // The controller writes too; its write must not spoil this one.
        for (int attempt = 1; ; attempt++)
        {
            KubeObject now = await ns.GetAsync(ResourceTypes.Deployment, "web");
            try
            {
                var target = new ResourceRef(ResourceTypes.Deployment, ns.Name, "web");
                await TestCluster.Admin.Resources.PatchAsync(
                    target, new JsonPatch(now).Add(path, value), dryRun: false, CancellationToken.None);
                return;
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict && attempt < 10)
            {
            }
        }
    }
}
