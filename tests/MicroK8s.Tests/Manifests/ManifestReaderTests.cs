using MicroK8s.Errors;
using MicroK8s.Manifests;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private static readonly IYaml Yaml = Adapter.Backend().Yaml;

    [Fact]
    public void A_list_is_unpacked_also_one_within_another()
    {
        IReadOnlyList<Manifest> manifests = Read("""
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
            - kind: SecretList
              apiVersion: v1
              items:
              - {apiVersion: v1, kind: Secret, metadata: {name: b, namespace: shop}}
            """);
        Assert.Equal(["ConfigMap a", "Secret shop/b"], manifests.Select(manifest => manifest.ToString()));
        Assert.Equal("x.yaml, line 8, column 5", manifests[1].Where);
        Assert.Equal("x.yaml, line 8, column 56", manifests[1].WhereIs("/metadata/namespace"));
    }

    [Fact]
    public void What_the_server_writes_for_itself_is_left_out() => Assert.Equal(
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"x":"y"}},"spec":{}}""",
        Read("""
            apiVersion: v1
            kind: Pod
            metadata: {name: a, uid: x, resourceVersion: "1", creationTimestamp: null, managedFields: [], labels: {x: "y"}}
            spec: {}
            status: {phase: Running}
            """).Single().Content.ToJsonString());

    [Theory]
    [InlineData("just a text", 1, 1, "must be a mapping")]
    [InlineData("- a", 1, 1, "must be a mapping")]
    [InlineData("kind: Pod", 1, 1, "there is no apiVersion")]
    [InlineData("apiVersion: v1\nkind: 3\n", 2, 1, "a text is wanted as kind")]
    [InlineData("apiVersion: v1\nkind: Pod\n", 1, 1, "has no metadata")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {}\n", 3, 1, "there is no name")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  name: 8080\n", 4, 3, "a text is wanted as name")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  generateName: a-\n", 4, 3, "generateName")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: 1}\n", 3, 21, "namespace must be a text")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: web/scale}\n", 3, 12, "'web/scale' cannot be a name")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: ..}\n", 3, 21, "'..' cannot be a namespace")]
    public void What_every_object_must_have_is_missed_with_its_place(string text, int line, int column, string rule)
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => Read(text));
        Assert.Equal(ClusterFault.InvalidSpec, fault.Fault);
        Assert.StartsWith($"x.yaml, line {line}, column {column}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_made_in_the_order_in_which_they_need_each_other()
    {
        (string Group, string Kind)[] kinds =
        [
            ("", "Namespace"), ("apiextensions.k8s.io", "CustomResourceDefinition"), ("", "ServiceAccount"),
            ("rbac.authorization.k8s.io", "Role"), ("rbac.authorization.k8s.io", "RoleBinding"), ("", "Secret"),
            ("", "PersistentVolume"), ("", "PersistentVolumeClaim"), ("", "Service"), ("apps", "Deployment"),
            ("autoscaling", "HorizontalPodAutoscaler"), ("example.com", "Service"),
            ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
        ];
        Assert.Equal(kinds, kinds.Reverse().OrderBy(kind => ManifestOrder.RankOf(kind.Group, kind.Kind)));
    }

    [Theory]
    [InlineData("failed to create typed patch object: .spec.replicaz: field not declared in schema", "/spec/replicaz")]
    [InlineData("failed to create typed patch object: .spec.a[0].b: expected string", "/spec/a/0/b")]
    [InlineData("strict decoding error: unknown field \"spec.template.x\"", "/spec/template/x")]
    [InlineData("exceeded quota", "")]
    public void The_field_that_the_server_refuses_is_found_in_what_it_says(string message, string field) =>
        Assert.Equal(field, FieldPointer.In(message));

    private static IReadOnlyList<Manifest> Read(string text) =>
        [.. Yaml.Read(text, "x.yaml").SelectMany(ManifestReader.Read)];
}
