using System.Text.Json.Nodes;
using MicroK8s.Services.Spec;

namespace MicroK8s.Tests.Services.Spec;

public sealed class MountInputTests
{
    [Theory]
    [InlineData("configmap:app:/etc/app", """{ "name": "config-app", "configMap": { "name": "app" } }""", "{}")]
    [InlineData(
        "configmap:app/a.yaml:/etc/a.yaml:ro", """{ "name": "config-app", "configMap": { "name": "app" } }""",
        """{ "subPath": "a.yaml", "readOnly": true }""")]
    [InlineData("secret:my.tls:/tls", """{ "name": "secret-my-tls", "secret": { "secretName": "my.tls" } }""", "{}")]
    [InlineData(
        "PVC:data/sub/dir:/data", """{ "name": "claim-data", "persistentVolumeClaim": { "claimName": "data" } }""",
        """{ "subPath": "sub/dir" }""")]
    [InlineData("emptydir:/tmp", """{ "name": "empty-tmp", "emptyDir": {} }""", "{}")]
    [InlineData(
        "emptydir:/tmp:memory:64Mi",
        """{ "name": "empty-tmp", "emptyDir": { "medium": "Memory", "sizeLimit": "64Mi" } }""", "{}")]
    [InlineData(
        "host:/var/log:/logs:ro", """{ "name": "host-var-log", "hostPath": { "path": "/var/log" } }""",
        """{ "readOnly": true }""")]
    public void A_text_is_a_volume_and_its_mount(string text, string volume, string options)
    {
        JsonNode pod = Wish.Pod(("Mount", text));
        Wish.AssertJson(volume, pod["volumes"]!.AsArray().Single());
        JsonObject mount = pod["containers"]![0]!["volumeMounts"]!.AsArray().Single()!.AsObject();
        Assert.Equal((string?)pod["volumes"]![0]!["name"], (string?)mount["name"]);
        mount.Remove("name");
        mount.Remove("mountPath");
        Wish.AssertJson(options, mount);
    }

    [Fact]
    public void A_hashtable_has_every_field() => Wish.AssertJson(
        """
        {
          "name": "secret-tls",
          "secret": {
            "secretName": "tls", "items": [ { "key": "tls.crt", "path": "cert/a.pem" } ],
            "defaultMode": 288, "optional": true
          }
        }
        """,
        Wish.Pod(("Mount", InvalidSpec.Pairs(
            ("Secret", "tls"), ("path", "/tls"), ("Item", InvalidSpec.Pairs(("tls.crt", "cert/a.pem"))),
            ("Mode", "0440"), ("Optional", true))))["volumes"]![0]);

    [Fact]
    public void Mounts_of_the_same_volume_share_it_also_with_init_containers()
    {
        JsonNode pod = Wish.Pod(
            ("Mount", "configmap:app/a:/a, configmap:app/b:/b, configmap:a.pp:/c, configmap:a-pp:/d"),
            ("InitContainer", InvalidSpec.Pairs(("Image", "a"), ("Mount", "configmap:app:/all"))));
        Assert.Equal(
            ["config-app", "config-a-pp", "config-a-pp-2"],
            pod["volumes"]!.AsArray().Select(volume => (string?)volume!["name"]));
        Assert.Equal("config-app", (string?)pod["initContainers"]![0]!["volumeMounts"]![0]!["name"]);
    }

    [Theory]
    [InlineData("configmap:app", "is not a mount")]
    [InlineData("disk:a:/a", "is not a mount")]
    [InlineData("configmap:app:/a:rw", "is not a mount")]
    [InlineData("configmap:app:a", "it starts with '/'")]
    [InlineData("configmap:App:/a", "is not the name of a ConfigMap")]
    [InlineData("claim:data/../x:/a", "no '..'")]
    [InlineData("host:var:/a", "is not a path of the node")]
    [InlineData("emptydir:/a:large", "neither 'memory' nor a size")]
    [InlineData("secret:a:/a, secret:b:/a", "is given twice")]
    public void A_wrong_text_is_refused(string text, string rule) =>
        InvalidSpec.Throws("Mount", rule, () => Wish.Plan(("Mount", text)));

    [Theory]
    [InlineData("Medium", "Memory", "cannot stand beside ConfigMap")]
    [InlineData("Secret", "b", "must have one of")]
    [InlineData("Mode", "888", "octal permissions")]
    [InlineData("Mode", "1777", "octal permissions")]
    [InlineData("SubPth", "b", "Did you mean 'SubPath'?")]
    [InlineData("ReadOnly", "maybe", "neither true nor false")]
    public void A_wrong_field_is_refused(string key, string value, string rule) => InvalidSpec.Throws(
        "Mount", rule,
        () => MountInput.Parse(InvalidSpec.Pairs(("ConfigMap", "a"), ("Path", "/a"), (key, value))));

    [Fact]
    public void Every_pod_of_a_statefulset_has_claims_of_its_own()
    {
        (string, object?)[] fields = [("Kind", "StatefulSet"), ("VolumeClaim", "data:/data:1Gi:fast"), ("Port", 80)];
        Wish.AssertJson(
            """
            [{
              "metadata": { "name": "data" },
              "spec": {
                "accessModes": [ "ReadWriteOnce" ], "resources": { "requests": { "storage": "1Gi" } },
                "storageClassName": "fast"
              }
            }]
            """,
            Wish.Workload(fields)["volumeClaimTemplates"]);
        Wish.AssertJson(
            """[{ "name": "data", "mountPath": "/data" }]""", Wish.Container(fields)["volumeMounts"]);
    }

    [Theory]
    [InlineData("data:/data", "is not name:/path:size")]
    [InlineData("data:/data:big", "is not an amount")]
    [InlineData("data:/data:0", "more than zero")]
    [InlineData("Data:/data:1Gi", "is not the name of a volume")]
    [InlineData("data:/a:1Gi, data:/b:1Gi", "is given twice")]
    public void A_wrong_claim_is_refused(string text, string rule) => InvalidSpec.Throws(
        "VolumeClaim", rule, () => Wish.Plan(("Kind", "StatefulSet"), ("VolumeClaim", text)));
}
