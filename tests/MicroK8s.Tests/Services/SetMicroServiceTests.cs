using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Traffic;

namespace MicroK8s.Tests.Services;

public sealed class SetMicroServiceTests
{
    [Fact]
    public async Task A_new_image_rolls_out_with_version_and_cause()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port 80:8080 -Wait").AssertNoErrors();

        EngineResult whatIf = shell.Run("Set-MicroService web -Image shop/web:v2.0 -Replicas 2 -WhatIf");
        whatIf.AssertNoErrors();
        Assert.Contains("shop/web:v1.0 -> shop/web:v2.0", whatIf.HostText, StringComparison.Ordinal);
        Assert.Contains("1 -> 2", whatIf.HostText, StringComparison.Ordinal);
        Assert.Equal(1, (await ns.GetAsync(ResourceTypes.Deployment, "web")).Generation);

        MicroService service =
            shell.Run("Set-MicroService web -Image shop/web:v2.0 -Wait -PassThru").TheOne<MicroService>();
        Assert.Equal((MicroServiceStatus.Healthy, "v2.0", "1/1"), (service.Status, service.Version, service.Readiness));
        KubeObject deployment = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal("image shop/web:v2.0", deployment.Annotations["kubernetes.io/change-cause"]);
        Assert.Equal("v2.0", deployment.Labels["app.kubernetes.io/version"]);

        EngineResult again = shell.Run("Set-MicroService web -Image shop/web:v2.0 -Verbose").AssertNoErrors();
        Assert.Empty(again.Output);
        Assert.Contains(again.Verbose, line => line.Contains("nothing is written", StringComparison.Ordinal));
        Assert.Equal(deployment.Generation, (await ns.GetAsync(ResourceTypes.Deployment, "web")).Generation);
    }

    [Fact]
    public async Task Services_come_down_the_pipeline()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("'api-a', 'api-b', 'web' | % { New-MicroService $_ shop/web:v1.0 -Replicas 0 }").AssertNoErrors();
        EngineResult result = shell.Run("Get-MicroService api* | Set-MicroService -Image shop/web:v2.0");
        Assert.Empty(result.AssertNoErrors().Output);
        Assert.Equal(["v2.0", "v2.0", "v1.0"], shell.Run("Get-MicroService").As<MicroService>().Select(s => s.Version));
    }

    [Fact]
    public async Task Wrong_input_is_refused_and_the_other_names_go_on()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
        foreach (string arguments in new[]
        {
            "web", "web -Replicas -1", "web -Image 'a b'", "web -Container web -Replicas 0",
            "web -Image x -Container y", "w* -Replicas 0",
        })
        {
            shell.Run($"Set-MicroService {arguments}").AssertError("InvalidSpec");
        }

        EngineResult result = shell.Run("Set-MicroService nothing, web -Image shop/web:v2.0 -PassThru");
        result.AssertError("ResourceNotFound");
        Assert.Equal("v2.0", Assert.Single(result.As<MicroService>()).Version);
    }

    [Fact]
    public void A_user_without_the_right_is_told_what_was_refused()
    {
        using var shell = new Shell();
        shell.Run(
            "Set-MicroService web -Replicas 1 -KubeConfig $args[0] -Namespace kube-system",
            TestCluster.LimitedKubeConfig)
            .AssertError("AccessDenied");
    }

    [Fact]
    public async Task Another_writer_of_other_fields_is_no_obstacle_and_loses_nothing()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        KubeObject read = await CreateAsync(ns);
        int writes = 0;
        using var session = new HookedSession(
            _ => writes++ == 0 ? WriteAsync(ns, "/metadata/labels/team", "other") : Task.CompletedTask);

        KubeObject done = await ServiceUpdate.ApplyAsync(session, Plan(read), CancellationToken.None);
        Assert.Equal(2, session.Patches);
        Assert.Equal("other", done.Labels["team"]);
        Assert.Equal(0, done.Json.Count("spec", "replicas"));
        Assert.Equal("shop/web:v2.0", done.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
    }

    [Fact]
    public async Task Another_writer_of_the_same_field_is_a_conflict_and_keeps_the_field()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        KubeObject read = await CreateAsync(ns);
        const string Path = "/spec/template/spec/containers/0/image";
        using var session = new HookedSession(_ => WriteAsync(ns, Path, "shop/web:v9.0"));

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => ServiceUpdate.ApplyAsync(session, Plan(read), CancellationToken.None));
        Assert.Equal(ClusterFault.Conflict, exception.Fault);
        KubeObject now = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal("shop/web:v9.0", now.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
    }

    private static ServiceChangePlan Plan(KubeObject read) =>
        ServiceChangePlanner.Plan(read, new ServiceChange(ImageReference.Parse("shop/web:v2.0"), null, null, null));

    private static Task<KubeObject> CreateAsync(TestNamespace ns) => ServiceCreation.ApplyAsync(
        TestCluster.Admin.Resources,
        ServicePlanner.Plan(new ServiceSpec("web", ns.Name, ImageReference.Parse("shop/web:v1.0")) { Replicas = 0 }));

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
