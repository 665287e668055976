namespace MicroK8s.Tests.Services.Spec;

public sealed class SchedulingFieldsTests
{
    [Theory]
    [InlineData("dedicated=shop:NoSchedule",
        """{ "key": "dedicated", "operator": "Equal", "value": "shop", "effect": "NoSchedule" }""")]
    [InlineData("dedicated:noexecute:300",
        """{ "key": "dedicated", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300 }""")]
    [InlineData("node-role.kubernetes.io/master=true:NoSchedule",
        """
        { "key": "node-role.kubernetes.io/master", "operator": "Equal", "value": "true", "effect": "NoSchedule" }
        """)]
    [InlineData("a", """{ "key": "a", "operator": "Exists" }""")]
    [InlineData("a=", """{ "key": "a", "operator": "Equal", "value": "" }""")]
    [InlineData("*", """{ "operator": "Exists" }""")]
    [InlineData("*:NoExecute", """{ "operator": "Exists", "effect": "NoExecute" }""")]
    public void A_toleration_is_key_value_effect_and_seconds(string text, string json) =>
        Wish.AssertJson(json, Wish.Pod(("Toleration", text))["tolerations"]!.AsArray().Single());

    [Theory]
    [InlineData("a=b:NoSchedule:300", "only the effect NoExecute has")]
    [InlineData("a:Never", "must be one of NoSchedule")]
    [InlineData("*=b", "has a value but no key")]
    [InlineData("=b", "is not key[=value]")]
    [InlineData("a b", "is not a key")]
    [InlineData("a=b c", "has a wrong value")]
    public void A_wrong_toleration_is_refused(string text, string rule) =>
        InvalidSpec.Throws("Toleration", rule, () => Wish.Of(("Toleration", text)));

    [Theory]
    [InlineData("zone in (a, b)", """{ "key": "zone", "operator": "In", "values": [ "a", "b" ] }""")]
    [InlineData("zone NotIn (a)", """{ "key": "zone", "operator": "NotIn", "values": [ "a" ] }""")]
    [InlineData("disk=ssd", """{ "key": "disk", "operator": "In", "values": [ "ssd" ] }""")]
    [InlineData("disk != ssd", """{ "key": "disk", "operator": "NotIn", "values": [ "ssd" ] }""")]
    [InlineData("a.b/gpu", """{ "key": "a.b/gpu", "operator": "Exists" }""")]
    [InlineData("!gpu", """{ "key": "gpu", "operator": "DoesNotExist" }""")]
    [InlineData("cores>8", """{ "key": "cores", "operator": "Gt", "values": [ "8" ] }""")]
    [InlineData("cores < 8", """{ "key": "cores", "operator": "Lt", "values": [ "8" ] }""")]
    public void A_requirement_is_written_as_a_label_selector(string text, string json) => Wish.AssertJson(
        json,
        Wish.Pod(("NodeAffinity", text))["affinity"]!["nodeAffinity"]![
            "requiredDuringSchedulingIgnoredDuringExecution"]!["nodeSelectorTerms"]![0]!["matchExpressions"]!.AsArray()
            .Single());

    [Theory]
    [InlineData("zone inn (a)", "is not a requirement")]
    [InlineData("zone in a", "is not a requirement")]
    [InlineData("cores>many", "one whole number")]
    [InlineData("zone=a b", "is not a requirement")]
    [InlineData("", null)]
    public void A_wrong_requirement_is_refused(string text, string? rule)
    {
        if (rule is null) Assert.Empty(Wish.Of(("NodeAffinity", text)).Scheduling.NodeAffinity);
        else InvalidSpec.Throws("NodeAffinity", rule, () => Wish.Of(("NodeAffinity", text)));
    }

    [Fact]
    public void Requirements_must_all_hold_and_preferences_have_weights() => Wish.AssertJson(
        """
        {
          "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {
              "nodeSelectorTerms": [ { "matchExpressions": [
                { "key": "zone", "operator": "In", "values": [ "a", "b" ] }, { "key": "gpu", "operator": "Exists" },
                { "key": "os", "operator": "NotIn", "values": [ "x" ] }
              ] } ]
            },
            "preferredDuringSchedulingIgnoredDuringExecution": [
              { "weight": 80, "preference": { "matchExpressions": [
                { "key": "disk", "operator": "In", "values": [ "ssd" ] } ] } },
              { "weight": 100, "preference": { "matchExpressions": [ { "key": "new", "operator": "Exists" } ] } },
              { "weight": 5, "preference": { "matchExpressions": [ { "key": "a", "operator": "Exists" } ] } }
            ]
          }
        }
        """,
        Wish.Pod(
            ("NodeAffinity", new object?[]
            {
                "zone in (a, b), gpu", InvalidSpec.Pairs(("Key", "os"), ("Operator", "notin"), ("Value", "x")),
            }),
            ("NodePreference", new object?[]
            {
                "80: disk=ssd", "new", InvalidSpec.Pairs(("Weight", 5), ("Match", "a")),
            }))
            ["affinity"]);

    [Theory]
    [InlineData("zone", "topology.kubernetes.io/zone", 1, "ScheduleAnyway")]
    [InlineData("node:2:DoNotSchedule", "kubernetes.io/hostname", 2, "DoNotSchedule")]
    [InlineData("rack.example.com/row:3", "rack.example.com/row", 3, "ScheduleAnyway")]
    public void A_spread_is_over_a_label_of_nodes(string text, string key, int skew, string action) => Wish.AssertJson(
        $$"""
        [{
          "maxSkew": {{skew}}, "topologyKey": "{{key}}", "whenUnsatisfiable": "{{action}}",
          "labelSelector": { "matchLabels": { "app": "web", "track": "stable" } }
        }]
        """,
        Wish.Pod(("Spread", text))["topologySpreadConstraints"]);

    [Theory]
    [InlineData("zone:0", "from 1 on")]
    [InlineData("zone:Never", "must be one of")]
    [InlineData("zone, zone:2", "is given twice")]
    public void A_wrong_spread_is_refused(string text, string rule) =>
        InvalidSpec.Throws("Spread", rule, () => Wish.Of(("Spread", text)));

    [Theory]
    [InlineData("NodeAffinity", "kubernetes.io/e2e-az-name in (a)", "topology.kubernetes.io/zone")]
    [InlineData("NodePreference", "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone")]
    [InlineData("NodeSelector", "beta.kubernetes.io/os=linux", "kubernetes.io/os")]
    [InlineData("Toleration", "node-role.kubernetes.io/master:NoSchedule", "node-role.kubernetes.io/control-plane")]
    public void An_outdated_label_is_taken_with_advice(string parameter, string value, string today)
    {
        string note = Assert.Single(Wish.Plan((parameter, value)).Notes);
        Assert.StartsWith($"-{parameter} '", note, StringComparison.Ordinal);
        Assert.EndsWith($"it is now {today}.", note, StringComparison.Ordinal);
        Assert.Empty(Wish.Plan((parameter, value.Replace(value.Split(' ', '=', ':')[0], "a.b/c"))).Notes);
    }
}
