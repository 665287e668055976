using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Services.Spec;

namespace MicroK8s.Tests.Services.Spec;

public sealed class EnvironmentInputTests
{
    [Fact]
    public void Values_and_sources_have_their_places_in_the_container() => Wish.AssertJson(
        """
        {
          "envFrom": [
            { "configMapRef": { "name": "settings" } },
            { "secretRef": { "name": "db", "optional": true } },
            { "prefix": "X_", "configMapRef": { "name": "more" } }
          ],
          "env": [
            { "name": "A", "value": "1" },
            { "name": "B", "valueFrom": { "secretKeyRef": { "name": "db", "key": "B" } } },
            { "name": "C", "valueFrom": { "configMapKeyRef": { "name": "settings", "key": "c", "optional": true } } },
            { "name": "PW", "valueFrom": { "secretKeyRef": { "name": "db", "key": "password" } } },
            { "name": "IP", "valueFrom": { "fieldRef": { "fieldPath": "status.podIP" } } },
            { "name": "L", "valueFrom": { "fieldRef": { "fieldPath": "metadata.labels['a.b/c']" } } },
            { "name": "CPU", "valueFrom": { "resourceFieldRef": { "resource": "limits.cpu" } } }
          ]
        }
        """,
        Only(
            Wish.Container(
                ("Environment", InvalidSpec.Pairs(
                    ("A", 1), ("B", InvalidSpec.Pairs(("Secret", "db"))),
                    ("C", InvalidSpec.Pairs(("configMap", "settings"), ("key", "c"), ("optional", true))))),
                ("EnvironmentFrom", new object?[]
                {
                    "configmap:settings", "SECRET:db?", "PW=secret:db/password, IP=field:status.podIP",
                    "L=field:metadata.labels['a.b/c']", "CPU=resource:limits.cpu",
                    InvalidSpec.Pairs(("ConfigMap", "more"), ("Prefix", "X_")),
                })),
            "envFrom", "env"));

    [Theory]
    [InlineData("settings", "is not a source of variables")]
    [InlineData("configmap:Settings", "is not the name of a ConfigMap")]
    [InlineData("1A=secret:db/k", "is not a variable name")]
    [InlineData("A=secret:db/a b", "is not a key")]
    public void A_wrong_source_is_refused(string text, string rule) => InvalidSpec.Throws(
        "EnvironmentFrom", rule, () => EnvironmentInput.ParseSources(text));

    [Fact]
    public void No_message_shows_what_may_be_a_value()
    {
        ClusterException exception = InvalidSpec.Throws(
            "EnvironmentFrom", "does not say where", () => EnvironmentInput.ParseSources("PASSWORD=hunter2"));
        Assert.DoesNotContain("hunter2", $"{exception.Message}{exception.Target}", StringComparison.Ordinal);
        exception = InvalidSpec.Throws("Environment", "KEY=VALUE", () => Wish.Of(("Environment", "A=b;hunter2")));
        Assert.DoesNotContain("hunter2", $"{exception.Message}{exception.Target}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_is_one_place_and_a_variable_is_given_once()
    {
        var two = InvalidSpec.Pairs(("A", InvalidSpec.Pairs(("Secret", "a"), ("ConfigMap", "b"))));
        InvalidSpec.Throws("Environment", "must have one of", () => EnvironmentInput.ParseValues(two));
        InvalidSpec.Throws("Environment", "by -Environment or -EnvironmentFrom", () => Wish.Plan(
            ("Environment", InvalidSpec.Pairs(("A", 1))), ("EnvironmentFrom", "A=secret:db/a")));
    }

    private static JsonObject Only(JsonNode json, params string[] names) =>
        new(names.Select(name => KeyValuePair.Create(name, json[name]?.DeepClone())));
}
