using MicroK8s.Resources;

namespace MicroK8s.Tests.Resources;

public sealed class StoredDifferenceTests
{
    [Fact]
    public void What_the_server_writes_for_itself_is_no_difference() => Assert.Equal(
        "spec.replicas: 1 → 2",
        Between(
            """
            {
              "kind": "Deployment", "status": { "replicas": 1 }, "spec": { "replicas": 1 },
              "metadata": {
                "name": "web", "uid": "1", "resourceVersion": "5", "generation": 1, "creationTimestamp": "x",
                "managedFields": [ { "manager": "a" } ],
                "annotations": { "kubectl.kubernetes.io/last-applied-configuration": "{\"TOKEN\":\"hush\"}" }
              }
            }
            """,
            """
            {
              "kind": "Deployment", "status": {}, "spec": { "replicas": 2 },
              "metadata": {
                "name": "web", "uid": "1", "resourceVersion": "6", "generation": 2, "creationTimestamp": "x",
                "managedFields": [ { "manager": "b" } ]
              }
            }
            """));

    [Fact]
    public void Data_of_secrets_change_but_are_never_shown() => Assert.Equal(
        "type: Opaque → other; data.a: (hidden) → (hidden, another); data.b: (hidden) → (none); data[c.key]: (none) → (hidden)",
        Between(
            """{ "kind": "Secret", "type": "Opaque", "data": { "a": "aHVzaA==", "b": "aHVzaA==", "d": "aHVzaA==" } }""",
            """{ "kind": "Secret", "type": "other", "data": { "a": "bG91ZA==", "c.key": "aHVzaA==", "d": "aHVzaA==" } }"""));

    [Fact]
    public void Environment_and_headers_of_any_container_are_hidden_but_their_names_and_sources_are_not() => Assert.Equal(
        "c[web].probe.httpHeaders[Authorization].value: (hidden) → (none); "
        + "c[web].env[A].value: (hidden) → (hidden, another); c[web].env[B].valueFrom.secretKeyRef.name: x → y; "
        + "c[web].env[C].value: (none) → (hidden)",
        Between(
            """
            { "kind": "CronJob", "c": [ {
              "name": "web", "probe": { "httpHeaders": [ { "name": "Authorization", "value": "hush" } ] },
              "env": [ { "name": "A", "value": "hush" }, { "name": "B", "valueFrom": { "secretKeyRef": { "name": "x" } } } ]
            } ] }
            """,
            """
            { "kind": "CronJob", "c": [ {
              "name": "web",
              "env": [
                { "name": "A", "value": "loud" }, { "name": "B", "valueFrom": { "secretKeyRef": { "name": "y" } } },
                { "name": "C", "value": "hush" }
              ]
            } ] }
            """));

    [Theory]
    [InlineData("""{ "env": { "A": "hush" } }""", """{ "env": { "A": "loud" } }""")]
    [InlineData("""{ "env": [ { "name": "A", "value": "hush" } ] }""", """{ "env": { "A": "loud" } }""")]
    [InlineData("""{ "env": { "A": "hush" } }""", """{ "env": "none" }""")]
    [InlineData("""{ "env": [ { "name": "A", "value": { "b": "hush" } } ] }""", """{ "env": [] }""")]
    public void No_shape_of_an_environment_lets_a_value_out(string from, string to)
    {
        string shown = Between(from, to);
        Assert.Contains("(hidden", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("loud", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_named_env_is_no_environment() => Assert.Equal(
        "metadata.labels.env: a → b",
        Between("""{ "metadata": { "labels": { "env": "a" } } }""", """{ "metadata": { "labels": { "env": "b" } } }"""));

    private static string Between(string before, string after) =>
        string.Join("; ", StoredDifference.Between(KubeObject.Parse(before), KubeObject.Parse(after)));
}
