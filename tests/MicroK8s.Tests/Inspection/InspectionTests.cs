using System.Text.Json.Nodes;
using MicroK8s.Addresses;
using MicroK8s.Inspection;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Inspection;

/// <summary>Pods, events and endpoints of services, on the real cluster.</summary>
public sealed class InspectionTests
{
    [Fact]
    public async Task Pods_events_and_endpoints_are_those_of_the_service_alone()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port http:80:8080 -Wait").AssertNoErrors();
        await CreateOverlappingAsync(ns);
        shell.Run("Get-MicroService other -Watch | ForEach-Object { if ($_.Ready -eq 1) { break } }").AssertNoErrors();

        MicroServicePod pod = shell.Run("Get-MicroServicePod web").TheOne<MicroServicePod>();
        Assert.Equal(
            ("web", WorkloadKind.Deployment, "Running", "1/1", 1L, "v1.0"),
            (pod.Service, pod.Kind, pod.Status, pod.Readiness, pod.Revision, pod.Version));
        Assert.StartsWith("web-", pod.Pod, StringComparison.Ordinal);
        Assert.NotNull(pod.Node);
        Assert.NotNull(pod.Address);
        MicroServicePod[] all = [.. shell.Run("Get-MicroServicePod").As<MicroServicePod>()];
        Assert.Equal(["other", "web"], all.Select(item => item.Service).Order(StringComparer.Ordinal));
        Assert.Equal(("other-0", 1L), (all.Single(item => item.Service == "other").Pod, all.Single(item => item.Service == "other").Revision));
        Assert.Equal(["other"], shell.Run("Get-MicroService o* | Get-MicroServicePod").As<MicroServicePod>().Select(item => item.Service));
        Assert.Matches(@"(?m)^web-\S+ +1/1 +0 .* Running", shell.Show("Get-MicroServicePod web"));
        Assert.StartsWith("sha256:", Assert.Single(pod.Containers).Digest, StringComparison.Ordinal);

        Assert.Equal("web", shell.Run("(Get-MicroServicePod web | Get-MicroService).Name").TheOne<string>());

        await WaitForEventAsync(ns, pod.Pod, "Started");
        MicroServiceEvent[] events = [.. shell.Run("Get-MicroServiceEvent web").AssertNoErrors().As<MicroServiceEvent>()];
        Assert.Equal(
            events,
            shell.Run("(Get-MicroServicePod web), (Get-MicroServicePod web), 'w*' | Get-MicroServiceEvent")
                .AssertNoErrors().As<MicroServiceEvent>());
        Assert.Contains(events, item => item.Target == "Deployment/web" && item.Reason == "ScalingReplicaSet");
        Assert.Contains(events, item => item.Target == $"Pod/{pod.Pod}" && item.Reason == "Started");
        Assert.DoesNotContain(events, item => item.Target.Contains("other", StringComparison.Ordinal));
        Assert.Equal(events.Select(item => item.Last).Order(), events.Select(item => item.Last));
        Assert.Empty(shell.Run("Get-MicroServiceEvent web -Since 0s").AssertNoErrors().Output);

        ServiceResolution resolution = shell.Run("Resolve-MicroService web").TheOne<ServiceResolution>();
        Assert.Equal($"web.{ns.Name}.svc.cluster.local", resolution.DnsNames[^1]);
        Assert.Equal(["http:80→8080"], resolution.Ports.Select(port => $"{port}"));
        Assert.Contains(new ServiceEndpoint(pod.Address!, pod.Pod, pod.Node, true, null), resolution.Ready);
        shell.Run("Resolve-MicroService other").AssertNoErrors();
    }

    [Fact]
    public async Task A_container_that_fails_says_why_and_what_is_missing_is_told()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService bad shop/nothing:v9").AssertNoErrors();
        await WaitForAsync(ns, ResourceTypes.Pod, pod => PodStatusRules.Of(pod).Status is "ErrImagePull" or "ImagePullBackOff");

        MicroServicePod pod = shell.Run("Get-MicroServicePod bad").TheOne<MicroServicePod>();
        Assert.Contains("shop/nothing:v9", pod.Reason, StringComparison.Ordinal);
        Assert.Equal(("0/1", "Pending"), (pod.Readiness, pod.Phase));
        await WaitForEventAsync(ns, pod.Pod, "Failed");
        Assert.Contains(
            shell.Run("Get-MicroServiceEvent bad -Type Warning").AssertNoErrors().As<MicroServiceEvent>(),
            item => item is { Type: "Warning", Reason: "Failed", Container: "bad" });
        shell.Run("Get-MicroServicePod nothing").AssertError("ResourceNotFound");
        shell.Run("Get-MicroServiceEvent nothing").AssertError("ResourceNotFound");
        shell.Run("Resolve-MicroService bad").AssertError("ResourceNotFound");
        shell.Run("Get-MicroServicePod -Namespace no-such-namespace").AssertError("NamespaceNotFound");
    }

    [Fact]
    public void A_service_without_a_workload_is_resolved_too()
    {
        using Shell shell = Shell.Connected("default");
        ServiceResolution resolution = shell.Run("Resolve-MicroService kubernetes").TheOne<ServiceResolution>();
        Assert.Equal((null, "ClusterIP", "1/1"), (resolution.Kind, resolution.Type, resolution.Readiness));
        Assert.Equal(
            "kubernetes.default.svc.example.org",
            shell.Run("Resolve-MicroService kubernetes -ClusterDomain example.org").TheOne<ServiceResolution>().DnsNames[^1]);
    }

    /// <summary>A StatefulSet behind a headless Service whose pods the selector of <c>web</c> selects too.</summary>
    private static async Task CreateOverlappingAsync(TestNamespace ns)
    {
        await ns.CreateAsync(
            ResourceTypes.Service,
            """{ "metadata": { "name": "names" }, "spec": { "clusterIP": "None", "selector": { "part": "other" } } }""");
        ObjectBuilder set = ObjectBuilder.Workload("StatefulSet", "other", "shop/web:v1.0", "part", "main")
            .WithSpec("""{ "serviceName": "names", "replicas": 1 }""");
        set.Template["metadata"]!["labels"] = new JsonObject { ["part"] = "other", ["app"] = "web", ["track"] = "stable" };
        await ns.CreateAsync(ResourceTypes.StatefulSet, set);
    }

    private static async Task WaitForAsync(TestNamespace ns, ResourceType type, Func<KubeObject, bool> isThere)
    {
        using var limit = Patience.Start();
        var query = new ResourceQuery(type, ns.Name);
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item is { } item && isThere(item)) return;
        }
    }

    /// <summary>Nodes tell events some time after what they are about.</summary>
    private static Task WaitForEventAsync(TestNamespace ns, string pod, string reason) => WaitForAsync(
        ns, ResourceTypes.Event,
        item => item.Json.Text("reason") == reason && item.Json.Text("involvedObject", "name") == pod);
}
