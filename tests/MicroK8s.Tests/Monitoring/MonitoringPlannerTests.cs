using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Monitoring;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Monitoring;

/// <summary>From what is there to what is written.</summary>
public sealed class MonitoringPlannerTests
{
    private const string Named = """[{"name":"http","port":80,"targetPort":8080}]""";

    [Fact]
    public void A_named_port_needs_a_monitor_and_nothing_else()
    {
        MonitoringPlan plan = Plan(Scene(Named));
        JsonObject monitor = Assert.IsType<ObjectCreation>(Assert.Single(plan.Writes)).Manifest;
        Assert.Equal(
            """{"selector":{"matchLabels":{"app.kubernetes.io/name":"web"},"matchExpressions":[{"key":"microk8s-powershell/canary-of","operator":"DoesNotExist"}]},"endpoints":[{"port":"http","path":"/metrics","interval":"30s"}]}""",
            monitor["spec"]!.ToJsonString());
        Assert.Equal("web", (string?)monitor["metadata"]!["labels"]!["microk8s-powershell/monitoring-of"]);
        Assert.Equal((MonitorKind.ServiceMonitor, "web", true), (plan.Kind, plan.Monitor, plan.IsSelected));
        Assert.Equal(["monitoring/k8s"], plan.Prometheus);
        Assert.Equal("serviceMonitor/shop/web/0", plan.ScrapePool);
        Assert.Empty(plan.Warnings);
    }

    [Theory]
    [InlineData("""[{"port":80,"targetPort":8080}]""", null, "metrics", """[{"port":80,"targetPort":8080,"name":"metrics"}]""")]
    [InlineData("""[{"port":80,"targetPort":8080}]""", "8080", "metrics", """[{"port":80,"targetPort":8080,"name":"metrics"}]""")]
    [InlineData("""[{"port":80,"targetPort":8080}]""", "9090", "metrics", """[{"port":80,"targetPort":8080,"name":"main"},{"name":"metrics","port":9090,"protocol":"TCP","targetPort":9090}]""")]
    [InlineData(Named, "admin", "admin", """[{"name":"http","port":80,"targetPort":8080},{"name":"admin","port":9000,"protocol":"TCP","targetPort":9000}]""")]
    [InlineData(Named, "8080", "http", null)]
    [InlineData(Named, "80", "http", null)]
    [InlineData("""[{"name":"web","port":80,"targetPort":"http"},{"name":"prometheus","port":1,"targetPort":2}]""", null, "prometheus", null)]
    [InlineData("""[{"name":"x","port":80,"targetPort":"admin"}]""", "9000", "x", null)]
    [InlineData("""[{"name":"x","port":9000,"targetPort":8080}]""", "9000", "x", null)]
    [InlineData("""[{"name":"metrics","port":9000,"targetPort":8080}]""", "admin", "admin", """[{"name":"metrics","port":9000,"targetPort":8080},{"name":"admin","port":9001,"protocol":"TCP","targetPort":9000}]""")]
    public void The_port_is_found_named_or_added(string ports, string? wanted, string name, string? changed)
    {
        MonitoringPlan plan = Plan(
            MonitoringScene.Of(
                MonitoringScene.Workload("""[{"containerPort":8080,"name":"http"},{"containerPort":9000,"name":"admin"}]"""),
                [MonitoringScene.Service(ports)]),
            new MonitoringRequest { Port = wanted });
        Assert.Equal(name, plan.Port);
        ObjectUpdate[] updates = [.. plan.Writes.OfType<ObjectUpdate>()];
        Assert.Equal(changed is null ? 0 : 1, updates.Length);
        if (changed is null) return;
        Assert.Equal(changed, updates[0].Wanted.Json.GetProperty("spec").GetProperty("ports").GetRawText());
        Assert.NotEmpty(plan.Warnings);
        Assert.Same(updates[0], plan.Writes[0]);
    }

    [Theory]
    [InlineData("nothing", "-Port 'nothing' is no port of Service shop/web or of its containers.")]
    [InlineData(null, "the metrics may be at any of a (1), b (2)")]
    public void A_port_that_is_not_known_is_refused(string? wanted, string message)
    {
        var fault = Assert.Throws<ClusterException>(() => Plan(
            Scene("""[{"name":"a","port":1},{"name":"b","port":2}]"""), new MonitoringRequest { Port = wanted }));
        Assert.Equal(ClusterFault.InvalidSpec, fault.Fault);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_label_of_the_chart_is_found_out()
    {
        MonitoringPlan plan = Plan(Scene(Named, MonitoringScene.Prometheus("""
            {"serviceMonitorSelector":{"matchLabels":{"release":"kps"},"matchExpressions":[{"key":"team","operator":"In","values":["a","b"]},{"key":"off","operator":"DoesNotExist"}]},"serviceMonitorNamespaceSelector":{}}
            """)));
        JsonNode labels = Assert.IsType<ObjectCreation>(Assert.Single(plan.Writes)).Manifest["metadata"]!["labels"]!;
        Assert.Equal(("kps", "a"), ((string?)labels["release"], (string?)labels["team"]));
        Assert.True(plan.IsSelected);
    }

    [Theory]
    [InlineData("""{"serviceMonitorSelector":{}}""", "ServiceMonitors in namespace monitoring")]
    [InlineData("""{"podMonitorSelector":{},"serviceMonitorNamespaceSelector":{}}""", "selects no ServiceMonitors in all namespaces")]
    [InlineData("""{"serviceMonitorSelector":{"matchLabels":{"app":"other"}},"serviceMonitorNamespaceSelector":{}}""", "with the labels app=other")]
    [InlineData("""{"serviceMonitorSelector":{},"serviceMonitorNamespaceSelector":{"matchLabels":{"watch":"yes"}}}""", "in namespaces with the labels watch=yes")]
    public void Nobody_who_takes_it_is_said_with_what_is_needed(string spec, string needed)
    {
        MonitoringPlan plan = Plan(Scene(Named, MonitoringScene.Prometheus(spec)));
        Assert.False(plan.IsSelected);
        Assert.Contains(needed, Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_not_said()
    {
        Assert.Null(Plan(Scene(Named) with { Prometheuses = null }).IsSelected);
        MonitoringPlan plan = Plan(Scene(Named, MonitoringScene.Prometheus(
            """{"serviceMonitorSelector":{},"serviceMonitorNamespaceSelector":{"matchLabels":{"watch":"yes"}}}""")) with { NamespaceLabels = null });
        Assert.Null(plan.IsSelected);
        Assert.Contains("cannot be read", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_the_first_that_can_take_it_decides_the_labels()
    {
        MonitoringPlan plan = Plan(Scene(
            Named, MonitoringScene.Prometheus("""{"serviceMonitorSelector":{"matchLabels":{"for":"b"}},"serviceMonitorNamespaceSelector":{}}""", "b"),
            MonitoringScene.Prometheus("""{"serviceMonitorSelector":{"matchLabels":{"for":"a"}},"serviceMonitorNamespaceSelector":{}}""", "a")));
        Assert.Equal(["monitoring/a"], plan.Prometheus);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void A_Service_that_no_label_tells_from_another_gets_one_and_those_of_a_canary_do_not_count()
    {
        const string same = "\"labels\":{\"app\":\"web\"}";
        KubeObject canary = MonitoringScene.Service(
            Named, "web-canary", "\"labels\":{\"app\":\"web\",\"microk8s-powershell/canary-of\":\"web\"}");
        KubeObject web = MonitoringScene.Service(Named, metadata: same);
        MonitoringPlan alone = Plan(MonitoringScene.Of(MonitoringScene.Workload(), [web, canary]));
        Assert.Single(alone.Writes);

        MonitoringPlan plan = Plan(MonitoringScene.Of(
            MonitoringScene.Workload(), [web, canary, MonitoringScene.Service(Named, "web-admin", same)]));
        var update = Assert.IsType<ObjectUpdate>(plan.Writes[0]);
        Assert.Equal("web", update.Wanted.Labels["microk8s-powershell/monitored"]);
        Assert.Equal(
            """{"microk8s-powershell/monitored":"web"}""",
            Assert.IsType<ObjectCreation>(plan.Writes[1]).Manifest["spec"]!["selector"]!["matchLabels"]!.ToJsonString());
    }

    [Theory]
    [InlineData("ServiceMonitor", """{"selector":{"matchLabels":{"app":"web"}},"endpoints":[{"port":"http"}]}""", "shop")]
    [InlineData("ServiceMonitor", """{"selector":{},"namespaceSelector":{"any":true},"endpoints":[{"targetPort":8080,"path":"/metrics"}]}""", "monitoring")]
    [InlineData("PodMonitor", """{"selector":{"matchLabels":{"app":"web"}},"podMetricsEndpoints":[{"port":"main"}]}""", "shop")]
    public void What_others_scrape_is_not_scraped_again_without_Force(string kind, string spec, string space)
    {
        MonitoringSnapshot scene = MonitoringScene.Of(
            MonitoringScene.Workload("""[{"containerPort":8080,"name":"main"}]"""), [MonitoringScene.Service(Named)],
            MonitoringScene.Monitor(kind, "theirs", spec, space: space));
        MonitoringPlan plan = Plan(scene);
        Assert.Empty(plan.Writes);
        Assert.Equal(($"{kind} {space}/theirs", "theirs"), (plan.ExistingBy, plan.Monitor));
        Assert.Contains("-Force", plan.Warnings[0], StringComparison.Ordinal);
        Assert.NotEmpty(Plan(scene, new MonitoringRequest { Force = true }).Writes);
        Assert.NotEmpty(Plan(scene, new MonitoringRequest { Path = "/other" }).Writes);
    }

    [Fact]
    public void Without_a_Service_the_pods_are_monitored_by_the_name_of_their_port()
    {
        MonitoringPlan plan = Plan(MonitoringScene.Of(MonitoringScene.Workload(), []));
        Assert.Equal((MonitorKind.PodMonitor, "metrics"), (plan.Kind, plan.Port));
        var update = Assert.IsType<ObjectUpdate>(plan.Writes[0]);
        Assert.Equal(
            """[{"containerPort":8080,"name":"metrics"}]""",
            update.Wanted.Json.At("spec", "template", "spec", "containers")!.Value[0].GetProperty("ports").GetRawText());
        Assert.Contains("all pods", plan.Warnings[0], StringComparison.Ordinal);
        JsonNode spec = Assert.IsType<ObjectCreation>(plan.Writes[1]).Manifest["spec"]!;
        Assert.Equal("""{"matchLabels":{"app":"web","track":"stable"}}""", spec["selector"]!.ToJsonString());
        Assert.Equal("metrics", (string?)spec["podMetricsEndpoints"]![0]!["port"]);
    }

    [Fact]
    public void A_port_of_a_sidecar_gets_its_name_there()
    {
        JsonObject workload = MonitoringScene.Workload().ToNode();
        workload["spec"]!["template"]!["spec"]!["initContainers"] = JsonNode.Parse(
            """[{"name":"setup"},{"name":"exporter","restartPolicy":"Always","ports":[{"containerPort":9113}]}]""");
        MonitoringPlan plan = Plan(
            MonitoringScene.Of(KubeObject.Parse(workload.ToJsonString()), []), new MonitoringRequest { Port = "9113" });
        JsonElement pod = Assert.IsType<ObjectUpdate>(plan.Writes[0]).Wanted.Json.At("spec", "template", "spec")!.Value;
        Assert.Equal(
            """[{"containerPort":9113,"name":"metrics"}]""",
            pod.GetProperty("initContainers")[1].GetProperty("ports").GetRawText());
        Assert.Equal("""[{"containerPort":8080}]""", pod.GetProperty("containers")[0].GetProperty("ports").GetRawText());
    }

    [Fact]
    public void Without_the_operator_the_Service_gets_the_annotations_and_no_pod_is_touched()
    {
        KubeObject workload = MonitoringScene.Workload();
        MonitoringPlan plan = Plan(MonitoringScene.Plain(workload, MonitoringScene.Service(Named)), new MonitoringRequest { Path = "/m" });
        var update = Assert.IsType<ObjectUpdate>(Assert.Single(plan.Writes));
        Assert.Equal("Service shop/web", $"{update.Target}");
        Assert.Equal(
            ("true", "8080", "/m", "http"),
            (update.Wanted.Annotations["prometheus.io/scrape"], update.Wanted.Annotations["prometheus.io/port"],
                update.Wanted.Annotations["prometheus.io/path"], update.Wanted.Annotations["prometheus.io/scheme"]));
        Assert.Null(plan.ScrapePool);

        MonitoringPlan pods = Plan(MonitoringScene.Plain(workload));
        Assert.Equal("Deployment shop/web", $"{Assert.Single(pods.Writes).Target}");
        Assert.Contains("all pods are replaced", Assert.Single(pods.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_of_others_are_left_alone_without_Force()
    {
        KubeObject same = MonitoringScene.Service(Named, metadata: "\"annotations\":{\"prometheus.io/scrape\":\"true\",\"prometheus.io/port\":\"8080\"}");
        MonitoringPlan plan = Plan(MonitoringScene.Plain(MonitoringScene.Workload(), same));
        Assert.Empty(plan.Writes);
        Assert.Equal("Service shop/web", plan.ExistingBy);

        KubeObject other = MonitoringScene.Service(Named, metadata: "\"annotations\":{\"prometheus.io/scrape\":\"true\",\"prometheus.io/port\":\"1\"}");
        MonitoringSnapshot scene = MonitoringScene.Plain(MonitoringScene.Workload(), other);
        Assert.Equal(ClusterFault.AlreadyExists, FaultOf(scene, new() { Port = "8080" }));
        Assert.Single(Plan(scene, new MonitoringRequest { Port = "8080", Force = true }).Writes);
    }

    [Fact]
    public void What_was_enabled_is_changed_in_place_and_what_others_added_stays()
    {
        KubeObject own = MonitoringScene.Monitor(
            "ServiceMonitor", "web",
            """{"selector":{"matchLabels":{"app":"old"}},"endpoints":[{"port":"old","path":"/metrics","interval":"30s","relabelings":[]}]}""",
            """{"microk8s-powershell/monitoring-of":"web"}""");
        MonitoringPlan plan = Plan(Scene(Named, own), new MonitoringRequest { Interval = TimeSpan.FromMinutes(1) });
        var update = Assert.IsType<ObjectUpdate>(Assert.Single(plan.Writes));
        Assert.Equal(
            """[{"port":"http","path":"/metrics","interval":"60s","relabelings":[]}]""",
            update.Wanted.Json.At("spec", "endpoints")!.Value.GetRawText());
        KubeObject done = update.Wanted;
        Assert.Empty(Plan(Scene(Named, done), new MonitoringRequest { Interval = TimeSpan.FromMinutes(1) }).Writes);

        var fault = Assert.Throws<ClusterException>(() => Plan(
            Scene(Named, own), new MonitoringRequest { Kind = MonitorKind.Annotations }));
        Assert.Equal(ClusterFault.AlreadyExists, fault.Fault);
        Assert.Contains("Disable-MicroServiceMonitoring web", fault.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_that_the_server_lacks_and_wrong_values_are_refused()
    {
        MonitoringSnapshot plain = MonitoringScene.Plain(MonitoringScene.Workload(), MonitoringScene.Service(Named));
        Assert.Equal(ClusterFault.KindNotSupported, FaultOf(plain, new() { Kind = MonitorKind.ServiceMonitor }));
        Assert.Equal(ClusterFault.InvalidSpec, FaultOf(plain, new() { Path = "metrics" }));
        Assert.Equal(ClusterFault.InvalidSpec, FaultOf(plain, new() { Interval = TimeSpan.FromMilliseconds(1500) }));
        Assert.Equal(ClusterFault.InvalidSpec, FaultOf(plain, new() { Kind = MonitorKind.Annotations, Interval = TimeSpan.FromSeconds(5) }));
        Assert.Equal(
            ClusterFault.InvalidSpec,
            FaultOf(MonitoringScene.Of(MonitoringScene.Workload(), []), new() { Kind = MonitorKind.ServiceMonitor }));
    }

    private static ClusterFault FaultOf(MonitoringSnapshot scene, MonitoringRequest request) =>
        Assert.Throws<ClusterException>(() => Plan(scene, request)).Fault;

    private static MonitoringSnapshot Scene(string ports, params KubeObject[] others) =>
        MonitoringScene.Of(MonitoringScene.Workload(), [MonitoringScene.Service(ports)], others);

    private static MonitoringPlan Plan(MonitoringSnapshot scene, MonitoringRequest? request = null) =>
        MonitoringPlanner.Plan(request ?? new MonitoringRequest(), scene);
}
