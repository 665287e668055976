using MicroK8s.Errors;
using MicroK8s.Nodes;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Nodes;

public sealed class TaintRulesTests
{
    private const string Old = "node-role.kubernetes.io/master";
    private const string New = "node-role.kubernetes.io/control-plane";

    [Theory]
    [InlineData("a=b:NoSchedule", "a", "b", "NoSchedule")]
    [InlineData("example.com/a:noexecute", "example.com/a", "", "NoExecute")]
    [InlineData("a=:PreferNoSchedule", "a", "", "PreferNoSchedule")]
    public void A_taint_is_read_as_kubectl_reads_it(string text, string key, string value, string effect) =>
        Assert.Equal(new NodeTaint(key, value, effect), TaintRules.Parse(text));

    [Theory]
    [InlineData("a", "is not of the form key=value:Effect or key:Effect")]
    [InlineData("a=b", "is not of the form")]
    [InlineData("a=b:c:d", "is not of the form")]
    [InlineData(":NoSchedule", "is not of the form")]
    [InlineData("a=b:Never", "has the effect 'Never', but must have one of NoSchedule, PreferNoSchedule, NoExecute")]
    [InlineData("a:NoSchedule-", "ends with '-', as kubectl removes a taint")]
    [InlineData("a/b/c:NoSchedule", "is not a key")]
    [InlineData("-a:NoSchedule", "is not a key")]
    [InlineData("a=b c:NoSchedule", "has a wrong value")]
    public void A_wrong_taint_is_refused_with_the_rule(string text, string rule)
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => TaintRules.Parse(text));
        Assert.Equal((ClusterFault.InvalidSpec, "Taint"), (fault.Fault, fault.Parameter));
        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_has_one_taint_of_each_key_and_effect()
    {
        TaintRules.CheckDistinct([new("a", "b", "NoSchedule"), new("a", "c", "NoExecute")]);
        Assert.Throws<ClusterException>(() => TaintRules.CheckDistinct([new("a", "b", "NoSchedule"), new("a", "c", "NoSchedule")]));
    }

    [Fact]
    public void Setting_replaces_the_same_taint_and_keeps_the_others()
    {
        ObjectUpdate set = TaintRules.Set(
            Node("""[{"key":"a","value":"1","effect":"NoSchedule"},{"key":"a","value":"1","effect":"NoExecute","timeAdded":"t"},{"key":"b","effect":"Odd"}]"""),
            [new("a", "2", "NoSchedule"), new("c", "", "NoExecute")]);
        Assert.Equal(["a=2:NoSchedule", "a=1:NoExecute", "b:Odd", "c:NoExecute"], NodeTaint.Of(set.Wanted).Select(taint => $"{taint}"));
        Assert.Contains("resourceVersion", $"{set.Patch}", StringComparison.Ordinal);
        Assert.Contains("timeAdded", set.Wanted.Json.GetRawText(), StringComparison.Ordinal);
        Assert.True(TaintRules.Set(Node("""[{"key":"a","value":"1","effect":"NoSchedule"}]"""), [new("a", "1", "NoSchedule")]).IsEmpty);
        Assert.Single(NodeTaint.Of(TaintRules.Set(Node(null), [new("a", "1", "NoSchedule")]).Wanted));
    }

    [Theory]
    [InlineData("a", null, "b:NoSchedule")]
    [InlineData("a", TaintEffect.NoExecute, "a=1:NoSchedule, b:NoSchedule")]
    [InlineData("c", null, "a=1:NoSchedule, a:NoExecute, b:NoSchedule")]
    public void Removing_takes_those_of_the_key_and_effect(string key, TaintEffect? effect, string left)
    {
        KubeObject node = Node(
            """[{"key":"a","value":"1","effect":"NoSchedule"},{"key":"a","effect":"NoExecute"},{"key":"b","effect":"NoSchedule"}]""");
        ObjectUpdate removed = TaintRules.Remove(node, key, effect);
        Assert.Equal(left, string.Join(", ", NodeTaint.Of(removed.Wanted)));
        Assert.Equal(3 - NodeTaint.Of(removed.Wanted).Count, TaintRules.Find(node, key, effect).Count);
        Assert.Equal(key == "c", removed.IsEmpty);
    }

    [Theory]
    [InlineData(Old, New)]
    [InlineData(New, Old)]
    public void Either_name_of_the_control_planes_taint_means_both(string key, string other)
    {
        KubeObject node = Node($$"""[{"key":"{{Old}}","effect":"NoSchedule"},{"key":"{{New}}","effect":"NoSchedule"}]""");
        Assert.Empty(NodeTaint.Of(TaintRules.Remove(node, key, null).Wanted));
        Assert.Contains(other, Assert.Single(TaintRules.Notes(node, [key], removes: true)), StringComparison.Ordinal);
        Assert.Contains("both", Assert.Single(TaintRules.Notes(node, [key], removes: false)), StringComparison.Ordinal);
        Assert.Empty(TaintRules.Notes(Node(null), [key], removes: true));
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("""[{"operator":"Exists"}]""", null)]
    [InlineData("""[{"key":"a","operator":"Exists"}]""", null)]
    [InlineData("""[{"key":"a","value":"b"}]""", null)]
    [InlineData("""[{"key":"a","operator":"Equal","value":"c"}]""", 0)]
    [InlineData("""[{"key":"a","operator":"Exists","effect":"NoSchedule"}]""", 0)]
    [InlineData("""[{"key":"a","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]""", 300)]
    [InlineData("""[{"key":"a","operator":"Exists","tolerationSeconds":-5}]""", 0)]
    [InlineData("""[{"value":"b"}]""", 0)]
    public void A_pod_stays_as_long_as_its_toleration_says(string tolerations, int? seconds)
    {
        var pod = KubeObject.Parse($$"""{"kind":"Pod","metadata":{"name":"p","namespace":"shop"},"spec":{"tolerations":{{tolerations}} } }""");
        Assert.Equal(seconds, TolerationRules.StayOf(pod, [new("a", "b", "NoExecute"), new("z", "", "NoSchedule")])?.TotalSeconds);
        Assert.Equal(seconds is null ? 0 : 1, TolerationRules.Evictions([pod], [new("a", "b", "NoExecute")]).Count);
    }

    private static KubeObject Node(string? taints) => KubeObject.Parse(
        $$"""{"kind":"Node","apiVersion":"v1","metadata":{"name":"n","resourceVersion":"1"},"spec":{ {{(taints is null ? "" : $"\"taints\":{taints}")}} } }""");
}
