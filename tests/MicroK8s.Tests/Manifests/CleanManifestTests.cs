using System.Text.Json.Nodes;
using MicroK8s.Manifests;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Manifests;

/// <summary>What stays of an object as the server sent it.</summary>
public sealed class CleanManifestTests
{
    [Fact]
    public void Identity_status_notes_and_defaults_go_and_all_else_stays() => Assert.Equal(
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","labels":{"app":"web"},
        "annotations":{"kubernetes.io/change-cause":"x"}},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},
        "strategy":{"type":"Recreate"},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web",
        "image":"shop/web:v1","readinessProbe":{"httpGet":{"path":"/","port":80},"periodSeconds":5}}],
        "volumes":[{"name":"t","emptyDir":{}},{"name":"c","configMap":{"name":"c"}}],"serviceAccountName":"shop"}}}}
        """.ReplaceLineEndings(""),
        Clean("""
            {"apiVersion":"apps/v1","kind":"Deployment","status":{"replicas":1},
             "metadata":{"name":"web","namespace":"shop","uid":"u","resourceVersion":"3","generation":2,"managedFields":[],
              "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"web"},"annotations":{
               "deployment.kubernetes.io/revision":"3","kubernetes.io/change-cause":"x",
               "kubectl.kubernetes.io/last-applied-configuration":"{}"}},
             "spec":{"replicas":1,"progressDeadlineSeconds":600,"revisionHistoryLimit":10,
              "selector":{"matchLabels":{"app":"web"}},"strategy":{"type":"Recreate"},
              "template":{"metadata":{"creationTimestamp":null,"labels":{"app":"web"}},"spec":{"containers":[{"name":"web",
               "image":"shop/web:v1","imagePullPolicy":"IfNotPresent","resources":{},"terminationMessagePolicy":"File",
               "terminationMessagePath":"/dev/termination-log","readinessProbe":{"httpGet":{"path":"/","port":80,
               "scheme":"HTTP"},"periodSeconds":5,"timeoutSeconds":1,"successThreshold":1,"failureThreshold":3}}],
               "volumes":[{"name":"t","emptyDir":{}},{"name":"c","configMap":{"name":"c","defaultMode":420}}],
               "serviceAccountName":"shop","serviceAccount":"shop","restartPolicy":"Always","dnsPolicy":"ClusterFirst",
               "schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30}}}}
            """).ToJsonString());

    [Fact]
    public void A_claim_template_is_no_object_of_its_own() => Assert.Equal(
        """[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"]}},{"spec":{"volumeMode":"Block"}}]""",
        Clean("""
            {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db"},"spec":{
             "template":{"spec":{"containers":[]}},"volumeClaimTemplates":[
              {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","creationTimestamp":null},
               "spec":{"accessModes":["ReadWriteOnce"],"volumeMode":"Filesystem"},"status":{"phase":"Pending"}},
              {"spec":{"volumeMode":"Block"}}]}}
            """)["spec"]!["volumeClaimTemplates"]!.ToJsonString());

    [Fact]
    public void What_is_no_default_stays_even_where_the_server_could_have_filled_it_in()
    {
        JsonObject manifest = Clean("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"revisionHistoryLimit":3,
             "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":0,"maxUnavailable":1}},
             "template":{"spec":{"containers":[{"name":"web","image":"web","imagePullPolicy":"IfNotPresent"}]}}}}
            """);
        Assert.Equal(3, (int?)manifest["spec"]!["revisionHistoryLimit"]);
        Assert.NotNull(manifest["spec"]!["strategy"]);
        Assert.Equal("IfNotPresent", (string?)manifest["spec"]!["template"]!["spec"]!["containers"]![0]!["imagePullPolicy"]);
    }

    [Theory]
    [InlineData("""{"f:nodePort":{},"f:port":{}}""", true)]
    [InlineData("""{"f:port":{}}""", false)]
    public void A_node_port_stays_if_somebody_asked_for_it(string fields, bool stays)
    {
        JsonObject manifest = Clean("""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","managedFields":[{"manager":"x","fieldsV1":
             {"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":FIELDS}}}}]},
             "spec":{"type":"NodePort","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"sessionAffinity":"None",
              "ports":[{"port":80,"protocol":"TCP","nodePort":30080}]}}
            """.Replace("FIELDS", fields, StringComparison.Ordinal));
        Assert.Equal(stays ? 30080 : null, (int?)manifest["spec"]!["ports"]![0]!["nodePort"]);
        Assert.Null(manifest["spec"]!["clusterIP"]);
        Assert.Null(manifest["spec"]!["clusterIPs"]);
        Assert.Equal("NodePort", (string?)manifest["spec"]!["type"]);
    }

    [Fact]
    public void A_headless_service_stays_headless() => Assert.Equal(
        """{"clusterIP":"None"}""",
        Clean("""{"kind":"Service","metadata":{"name":"a"},"spec":{"clusterIP":"None","clusterIPs":["None"]}}""")["spec"]!
            .ToJsonString());

    private static JsonObject Clean(string json) => CleanManifest.Of(KubeObject.Parse(json), withNamespace: true);
}
