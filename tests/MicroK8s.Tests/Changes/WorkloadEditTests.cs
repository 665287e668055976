using System.Text.Json.Nodes;
using MicroK8s.Changes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.Services;
using MicroK8s.Tests.Services.Spec;
using static MicroK8s.Tests.Changes.ChangeText;

namespace MicroK8s.Tests.Changes;

public sealed class WorkloadEditTests
{
    private const string Container = "/spec/template/spec/containers/0";

    public static TheoryData<string, object?, string> Fields => new()
    {
        { "Replicas", 5, "replace /spec/replicas 5" },
        { "Image", "shop/web:v2.0", $"replace {Container}/image \"shop/web:v2.0\"" },
        { "Command", new object?[] { "a", "b c" }, $"add {Container}/command [\"a\",\"b c\"]" },
        { "Argument", new object?[] { "--x" }, $"add {Container}/args [\"--x\"]" },
        { "EnvironmentFrom", "configmap:shop", $"add {Container}/envFrom " + """[{"configMapRef":{"name":"shop"}}]""" },
        { "PullPolicy", "Always", $"add {Container}/imagePullPolicy \"Always\"" },
        { "ReadOnlyRootFilesystem", true, $$"""add {{Container}}/securityContext {"readOnlyRootFilesystem":true}""" },
        { "ServiceAccount", "bot", "add /spec/template/spec/serviceAccountName \"bot\"" },
        { "PullSecret", "reg", """add /spec/template/spec/imagePullSecrets [{"name":"reg"}]""" },
        { "Toleration", "a=b:NoSchedule",
            """add /spec/template/spec/tolerations [{"key":"a","operator":"Equal","value":"b","effect":"NoSchedule"}]""" },
        { "NodeSelector", Pairs(("disk", "ssd")), """add /spec/template/spec/nodeSelector {"disk":"ssd"}""" },
        { "TerminationGracePeriodSeconds", 5, "add /spec/template/spec/terminationGracePeriodSeconds 5" },
        { "MinReadySeconds", 5, "add /spec/minReadySeconds 5" },
        { "ProgressDeadlineSeconds", 60, "add /spec/progressDeadlineSeconds 60" },
        { "RevisionHistoryLimit", 3, "add /spec/revisionHistoryLimit 3" },
        { "MaxSurge", "50%", """add /spec/strategy {"rollingUpdate":{"maxSurge":"50%"}}""" },
        { "Label", Pairs(("team", "blue")), "add /metadata/labels/team \"blue\"" },
        { "PodLabel", Pairs(("team", "blue")), "add /spec/template/metadata/labels/team \"blue\"" },
        { "Annotation", Pairs(("note", "x")), """add /metadata/annotations {"note":"x"}""" },
        { "PodAnnotation", Pairs(("note", "x")), """add /spec/template/metadata/annotations {"note":"x"}""" },
        { "Spread", "zone",
            """
            add /spec/template/spec/topologySpreadConstraints [{"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"web"}}}]
            """ },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_writes_its_own_path_and_no_other(string name, object? value, string expected) =>
        Assert.Equal(expected, Plan(DeploymentJson.With(_ => { }), Wish((name, value))).Operations());

    [Fact]
    public void A_field_that_does_not_exist_cannot_be_asked_for() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Wish(("Replicas", 2)).Has("Replica"));

    [Fact]
    public void Every_field_of_a_new_service_can_be_changed_or_is_known_not_to_be()
    {
        string[] fixedFields =
        [
            "Ingress", "IngressClass", "InitContainer", "Kind", "Mount", "Name",
            "Namespace", "PodManagementPolicy", "TlsSecret", "VolumeClaim",
        ];
        Assert.Equal(
            fixedFields,
            ServiceFields.All.Select(field => field.Name).Except(ServiceChange.Fields).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_blank_value_removes_a_field_and_what_is_empty_then()
    {
        KubeObject workload = DeploymentJson.With(json =>
        {
            First(json)["livenessProbe"] = new JsonObject { ["tcpSocket"] = new JsonObject { ["port"] = 1 } };
            First(json)["resources"] = JsonNode.Parse("""{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}""");
            json["spec"]!["template"]!["spec"]!["nodeSelector"] = new JsonObject { ["disk"] = "ssd" };
        });
        Assert.Equal(
            $"remove {Container}/livenessProbe\nremove {Container}/resources\nremove /spec/template/spec/nodeSelector",
            Plan(workload, Wish(
                ("LivenessProbe", null), ("Limit", Pairs(("CPU", null))), ("Request", Pairs(("cpu", null))),
                ("NodeSelector", Pairs(("disk", null), ("other", null))), ("Command", ""))).Operations());
    }

    [Fact]
    public void Variables_are_merged_by_name_and_keep_their_places()
    {
        KubeObject workload = DeploymentJson.With(json => First(json)["env"] = JsonNode.Parse(
            """[{"name":"A","value":"1","later":"field"},{"name":"B","valueFrom":{"x":1}},{"name":"C","value":"3"}]"""));
        Assert.Equal(
            $$$$"""
            remove {{{{Container}}}}/env/2
            remove {{{{Container}}}}/env/1/valueFrom
            add {{{{Container}}}}/env/1/value "2"
            add {{{{Container}}}}/env/- {"name":"D","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}
            """,
            Plan(workload, Wish(
                ("Environment", Pairs(("B", "2"), ("C", null), ("GONE", null))),
                ("EnvironmentFrom", "D=secret:s/k"))).Operations());
    }

    [Fact]
    public void Labels_that_select_the_pods_and_those_of_the_module_are_refused()
    {
        KubeObject workload = DeploymentJson.With(json =>
        {
            json["spec"]!["selector"]!["matchLabels"] = new JsonObject { ["team"] = "blue" };
            json["spec"]!["template"]!["metadata"]!["labels"] = new JsonObject { ["team"] = "blue" };
        });
        InvalidSpec.Throws("PodLabel", "selects its pods", () => Plan(workload, Wish(("PodLabel", Pairs(("team", "x"))))));
        InvalidSpec.Throws("PodLabel", "selects its pods", () => Plan(workload, Wish(("PodLabel", Pairs(("team", null))))));
        InvalidSpec.Throws("Label", "the module sets itself", () => Wish(("Label", Pairs(("app", "x")))));
    }

    [Fact]
    public void Only_a_rolling_update_has_numbers()
    {
        KubeObject rolling = DeploymentJson.With(json => json["spec"]!["strategy"] = JsonNode.Parse(
            """{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}"""));
        Assert.Equal(
            "replace /spec/strategy/type \"Recreate\"\nremove /spec/strategy/rollingUpdate",
            Plan(rolling, Wish(("UpdateStrategy", "Recreate"))).Operations());
        KubeObject recreate = DeploymentJson.With(
            json => json["spec"]!["strategy"] = new JsonObject { ["type"] = "Recreate" });
        var exception = Assert.Throws<ClusterException>(() => Plan(recreate, Wish(("MaxSurge", "1"))));
        Assert.Contains("its update strategy is Recreate", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"OnDelete"}""", "UpdateStrategy", "RollingUpdate", """add /spec/updateStrategy/rollingUpdate {"partition":0}""")]
    [InlineData("""{"type":"RollingUpdate","rollingUpdate":{"partition":2}}""", "Partition", null,
        "replace /spec/updateStrategy/rollingUpdate/partition 0")]
    public void A_rolling_update_of_a_StatefulSet_always_has_a_partition(
        string strategy, string field, string? value, string operation)
    {
        KubeObject set = DeploymentJson.With(json =>
        {
            json["kind"] = "StatefulSet";
            json["spec"]!["updateStrategy"] = JsonNode.Parse(strategy);
        });
        Assert.EndsWith(operation, Plan(set, Wish((field, value))).Operations(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DaemonSet", "Replicas")]
    [InlineData("Deployment", "Partition")]
    [InlineData("StatefulSet", "ProgressDeadlineSeconds")]
    public void A_field_that_the_kind_does_not_have_is_refused(string kind, string field)
    {
        KubeObject workload = DeploymentJson.With(json => json["kind"] = kind);
        var exception = Assert.Throws<ClusterException>(() => Plan(workload, Wish((field, 1))));
        Assert.Equal(ClusterFault.InvalidSpec, exception.Fault);
        Assert.StartsWith($"-{field} does not fit {kind} shop/web", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strategy_stands_where_the_kind_has_it()
    {
        KubeObject set = DeploymentJson.With(json => json["kind"] = "StatefulSet");
        Assert.Equal(
            """add /spec/updateStrategy {"rollingUpdate":{"partition":2}}""",
            Plan(set, Wish(("Partition", 2))).Operations());
    }

    [Fact]
    public void A_probe_without_a_port_asks_the_first_one_and_a_name_must_be_known()
    {
        KubeObject workload = DeploymentJson.With(json => First(json)["ports"] = JsonNode.Parse(
            """[{"name":"http","containerPort":8080}]"""));
        Assert.Contains(
            "\"port\":8080", Plan(workload, Wish(("ReadinessProbe", "/ready"))).Operations(), StringComparison.Ordinal);
        Assert.Contains(
            "\"port\":\"http\"", Plan(workload, Wish(("ReadinessProbe", "/ready:http"))).Operations(),
            StringComparison.Ordinal);
        InvalidSpec.Throws(
            "ReadinessProbe", "Did you mean 'http'?", () => Plan(workload, Wish(("ReadinessProbe", "/ready:htpp"))));
        InvalidSpec.Throws(
            "ReadinessProbe", "has no port",
            () => Plan(DeploymentJson.With(_ => { }), Wish(("ReadinessProbe", "/ready"))));
    }

    [Fact]
    public void A_wish_must_make_sense_by_itself()
    {
        Assert.Throws<ClusterException>(() => Wish());
        InvalidSpec.Throws("Container", "-Image", () => Wish("web", ("Replicas", 2)));
        InvalidSpec.Throws("Replicas", "whole number", () => Wish(("Replicas", -1)));
        InvalidSpec.Throws("Image", "is empty", () => Wish(("Image", "")));
        InvalidSpec.Throws("Port", "a service needs one", () => Wish(("Port", null)));
        InvalidSpec.Throws("Request", "$null: -Request @{ KEY = $null }", () => Wish(("Request", null)));
        InvalidSpec.Throws("Environment", "1X", () => Wish(("Environment", Pairs(("1X", null)))));
    }

    private static JsonObject First(JsonNode json) =>
        json["spec"]!["template"]!["spec"]!["containers"]![0]!.AsObject();
}
