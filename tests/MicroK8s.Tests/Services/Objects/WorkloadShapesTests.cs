using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.Services.Spec;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Services.Objects;

/// <summary>Workloads of every kind, and what scales and protects them.</summary>
public sealed class WorkloadShapesTests
{
    [Fact]
    public void A_statefulset_is_governed_by_its_own_headless_service()
    {
        ServicePlan plan = Wish.Plan(("Kind", "StatefulSet"), ("Replicas", 2));
        ObjectCreation service = Assert.Single(plan.Others);
        Assert.Equal(("web", "None"), (service.Target.Name, (string?)service.Manifest["spec"]!["clusterIP"]));
        JsonNode set = plan.Workload.Manifest["spec"]!;
        Assert.Equal(("web", 2), ((string?)set["serviceName"], (int?)set["replicas"]));
    }

    [Fact]
    public void With_another_type_of_service_it_has_a_second_one()
    {
        ServicePlan plan = Wish.Plan(("Kind", "StatefulSet"), ("Port", 80), ("NodePort", 30080));
        Assert.Equal(["web", "web-headless"], plan.Others.Select(other => other.Target.Name));
        Assert.Equal("web-headless", (string?)plan.Workload.Manifest["spec"]!["serviceName"]);
        Assert.Null(plan.Others[1].Manifest["spec"]!["ports"]![0]!["nodePort"]);
        Assert.All(plan.Others, other => Assert.Equal("web", (string?)other.Manifest["metadata"]!["labels"]!["app"]));
        plan = Wish.Plan(("Kind", "StatefulSet"), ("Port", 80), ("ServiceType", "None"));
        Assert.Empty(plan.Others);
    }

    [Fact]
    public void A_daemonset_has_no_replicas()
    {
        JsonNode set = Wish.Workload(("Kind", "DaemonSet"), ("MaxUnavailable", "25%"));
        Assert.Null(set["replicas"]);
        Wish.AssertJson(
            """{ "type": "RollingUpdate", "rollingUpdate": { "maxUnavailable": "25%" } }""", set["updateStrategy"]);
    }

    [Theory]
    [InlineData("MaxSurge=1;MaxUnavailable=25%", "strategy",
        """{ "type": "RollingUpdate", "rollingUpdate": { "maxSurge": 1, "maxUnavailable": "25%" } }""")]
    [InlineData("UpdateStrategy=recreate", "strategy", """{ "type": "Recreate" }""")]
    [InlineData("Kind=StatefulSet;Partition=2", "updateStrategy",
        """{ "type": "RollingUpdate", "rollingUpdate": { "partition": 2 } }""")]
    [InlineData("Kind=StatefulSet;UpdateStrategy=RollingUpdate", "updateStrategy",
        """{ "type": "RollingUpdate", "rollingUpdate": { "partition": 0 } }""")]
    [InlineData("Kind=StatefulSet;UpdateStrategy=OnDelete", "updateStrategy", """{ "type": "OnDelete" }""")]
    [InlineData("MinReadySeconds=5", "minReadySeconds", "5")]
    [InlineData("ProgressDeadlineSeconds=60", "progressDeadlineSeconds", "60")]
    [InlineData("RevisionHistoryLimit=0", "revisionHistoryLimit", "0")]
    [InlineData("Kind=StatefulSet;PodManagementPolicy=parallel", "podManagementPolicy", "\"Parallel\"")]
    public void A_rollout_has_its_fields(string fields, string field, string json) => Wish.AssertJson(
        json,
        Wish.Workload([.. fields.Split(';').Select(pair => (pair.Split('=')[0], (object?)pair.Split('=')[1]))])[field]);

    [Theory]
    [InlineData("MaxSurge", "many")]
    [InlineData("MaxUnavailable", "101%")]
    [InlineData("MaxSurge", "-1")]
    [InlineData("MaxSurge", "5%%")]
    public void A_share_is_a_number_or_a_percentage(string parameter, string value) =>
        InvalidSpec.Throws(parameter, "neither a number of pods nor a share", () => Wish.Of((parameter, value)));

    [Theory]
    [InlineData("v2")]
    [InlineData("v2beta2")]
    public void An_autoscaler_compares_with_what_is_requested(string version)
    {
        ServicePlan plan = Scaled("Min=2;Max=5;Cpu=70%;Memory=80", version);
        Assert.Equal($"autoscaling/{version}", (string?)plan.Others[0].Manifest["apiVersion"]);
        Wish.AssertJson(
            """
            {
              "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "web" },
              "minReplicas": 2, "maxReplicas": 5,
              "metrics": [
                { "type": "Resource", "resource": {
                    "name": "cpu", "target": { "type": "Utilization", "averageUtilization": 70 } } },
                { "type": "Resource", "resource": {
                    "name": "memory", "target": { "type": "Utilization", "averageUtilization": 80 } } }
              ]
            }
            """,
            plan.Others[0].Manifest["spec"]);
        Assert.Equal(2, (int?)plan.Workload.Manifest["spec"]!["replicas"]);
    }

    [Fact]
    public void An_old_autoscaler_knows_cpu_only() => Wish.AssertJson(
        """
        {
          "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "web" },
          "minReplicas": 1, "maxReplicas": 5, "targetCPUUtilizationPercentage": 80
        }
        """,
        Scaled("Max=5", "v1").Others[0].Manifest["spec"]);

    [Theory]
    [InlineData("Min=2", "has no Max")]
    [InlineData("Min=3;Max=2", "less than Min=3")]
    [InlineData("Max=2;Cpu=0", "from 1 on")]
    [InlineData("Max=2;CPUs=0", "Did you mean 'Cpu'?")]
    public void A_wrong_autoscaling_is_refused(string text, string rule) =>
        InvalidSpec.Throws("Autoscale", rule, () => Wish.Of(("Autoscale", text)));

    [Theory]
    [InlineData("MinAvailable=1", """{ "minAvailable": 1 }""")]
    [InlineData("maxUnavailable=25%", """{ "maxUnavailable": "25%" }""")]
    public void A_disruption_budget_is_for_the_stable_pods(string text, string json)
    {
        JsonObject budget = Wish.Other("PodDisruptionBudget", ("DisruptionBudget", text), ("Replicas", 3)).AsObject();
        Wish.AssertJson("""{ "matchLabels": { "app": "web", "track": "stable" } }""", budget["selector"]);
        budget.Remove("selector");
        Wish.AssertJson(json, budget);
        InvalidSpec.Throws("DisruptionBudget", "must have one of",
            () => Wish.Of(("DisruptionBudget", "MaxUnavailable=1;MinAvailable=1")));
    }

    [Fact]
    public void A_container_never_gains_privileges_unless_asked()
    {
        Wish.AssertJson("""{ "allowPrivilegeEscalation": false }""", Wish.Container()["securityContext"]);
        Wish.AssertJson(
            """
            { "allowPrivilegeEscalation": true, "capabilities": { "drop": [ "NET_RAW" ], "add": [ "SYS_TIME" ] } }
            """,
            Wish.Container(
                ("AllowPrivilegeEscalation", true), ("DropCapability", "CAP_NET_RAW"), ("AddCapability", "sys_time"))
                ["securityContext"]);
    }

    [Fact]
    public void Non_root_asks_for_all_of_the_restricted_standard()
    {
        (string, object?)[] fields =
        [
            ("RunAsNonRoot", true), ("ReadOnlyRootFilesystem", "true"), ("RunAsUser", 1000), ("RunAsGroup", 1000),
            ("FsGroup", 2000), ("AddCapability", "NET_BIND_SERVICE"), ("InitContainer", "shop/web:v1.0 true"),
        ];
        const string Context =
            """
            {
              "allowPrivilegeEscalation": false, "runAsNonRoot": true, "readOnlyRootFilesystem": true,
              "runAsUser": 1000, "runAsGroup": 1000,
              "capabilities": { "drop": [ "ALL" ], "add": [ "NET_BIND_SERVICE" ] },
              "seccompProfile": { "type": "RuntimeDefault" }
            }
            """;
        JsonNode pod = Wish.Pod(fields);
        Wish.AssertJson(Context, pod["containers"]![0]!["securityContext"]);
        Wish.AssertJson(Context, pod["initContainers"]![0]!["securityContext"]);
        Wish.AssertJson("""{ "fsGroup": 2000 }""", pod["securityContext"]);
    }

    [Fact]
    public void Commands_are_passed_exactly_and_init_containers_run_in_order()
    {
        JsonNode pod = Wish.Pod(
            ("Command", new object?[] { "sh", "-c", "echo \"$A\" ; x=1, y" }),
            ("Argument", new object?[] { "", " a ", 5 }),
            ("InitContainer", new object?[]
            {
                "migrate=shop/web:v1.0 sh -c 'a b'",
                InvalidSpec.Pairs(
                    ("Image", "shop/web:v1.0"), ("Argument", "a b"), ("Request", InvalidSpec.Pairs(("cpu", "10m"))),
                    ("EnvironmentFrom", "secret:db")),
            }));
        Wish.AssertJson("""["sh", "-c", "echo \"$A\" ; x=1, y"]""", pod["containers"]![0]!["command"]);
        Wish.AssertJson("""["", " a ", "5"]""", pod["containers"]![0]!["args"]);
        Wish.AssertJson(
            """
            [
              { "name": "migrate", "image": "shop/web:v1.0", "command": [ "sh", "-c", "a b" ],
                "securityContext": { "allowPrivilegeEscalation": false } },
              { "name": "init-2", "image": "shop/web:v1.0", "args": [ "a b" ],
                "envFrom": [ { "secretRef": { "name": "db" } } ], "resources": { "requests": { "cpu": "10m" } },
                "securityContext": { "allowPrivilegeEscalation": false } }
            ]
            """,
            pod["initContainers"]);
    }

    [Fact]
    public void A_pod_has_its_account_and_its_images()
    {
        JsonNode pod = Wish.Pod(
            ("ServiceAccount", "shop"), ("NoServiceAccountToken", true), ("PullSecret", "a, b"),
            ("PullPolicy", "always"), ("NodeSelector", "disk=ssd"), ("TerminationGracePeriodSeconds", 5));
        Assert.Equal(("shop", false, 5), (
            (string?)pod["serviceAccountName"], (bool?)pod["automountServiceAccountToken"],
            (int?)pod["terminationGracePeriodSeconds"]));
        Wish.AssertJson("""[{ "name": "a" }, { "name": "b" }]""", pod["imagePullSecrets"]);
        Wish.AssertJson("""{ "disk": "ssd" }""", pod["nodeSelector"]);
        Assert.Equal("Always", (string?)pod["containers"]![0]!["imagePullPolicy"]);
    }

    private static ServicePlan Scaled(string text, string version) => ServicePlanner.Plan(
        Wish.Of(("Autoscale", text), ("Request", "cpu=1;memory=1Gi")), null,
        ServerCapabilities.Newest with { Autoscaler = ResourceTypes.HorizontalPodAutoscaler with { Version = version } });
}
