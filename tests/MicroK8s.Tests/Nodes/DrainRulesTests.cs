using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Nodes;

/// <summary>kubectl's rules: kubernetes/kubectl, pkg/drain/filters.go.</summary>
public sealed class DrainRulesTests
{
    private const string Set = "\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"web-1\",\"controller\":true}]";
    private const string Daemon = "\"ownerReferences\":[{\"kind\":\"DaemonSet\",\"name\":\"agent\",\"controller\":true}]";
    private const string Data = "\"volumes\":[{\"emptyDir\":{}}]";

    [Theory]
    [InlineData(Set, "", "Running", DrainAction.Evict, null)]
    [InlineData(Daemon, "", "Running", DrainAction.Skip, null)]
    [InlineData(Daemon, "", "Succeeded", DrainAction.Evict, null)]
    [InlineData("\"annotations\":{\"kubernetes.io/config.mirror\":\"x\"}", "", "Running", DrainAction.Skip, null)]
    [InlineData("", "", "Running", DrainAction.Refuse, "-Force")]
    [InlineData("", "", "Failed", DrainAction.Evict, null)]
    [InlineData(Set, Data, "Running", DrainAction.Refuse, "-DeleteEmptyDirData")]
    [InlineData(Set, Data, "Succeeded", DrainAction.Evict, null)]
    [InlineData("", Data, "Running", DrainAction.Refuse, "-Force and -DeleteEmptyDirData")]
    [InlineData(Set + ",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"", Data, "Running", DrainAction.Wait, null)]
    public void A_pod_is_judged_as_kubectl_does(string metadata, string spec, string phase, DrainAction action, string? parameter)
    {
        DrainVerdict verdict = DrainRules.Judge(Pod(metadata, spec, phase), hasDaemonSet: true, new DrainOptions());
        Assert.Equal((action, parameter), (verdict.Action, verdict.Parameter));
    }

    [Fact]
    public void The_parameters_allow_what_they_name_and_say_what_is_lost()
    {
        var all = new DrainOptions { Force = true, DeleteEmptyDirData = true };
        DrainVerdict verdict = DrainRules.Judge(Pod("", Data, "Running"), true, all);
        Assert.Equal((DrainAction.Evict, "nobody makes it again, the data of its emptyDir is lost"), (verdict.Action, verdict.Reason));
    }

    [Fact]
    public void A_pod_whose_DaemonSet_is_gone_needs_Force()
    {
        KubeObject orphan = Pod(Daemon, "", "Running");
        Assert.Equal(DrainAction.Refuse, DrainRules.Judge(orphan, false, new DrainOptions()).Action);
        Assert.Equal(DrainAction.Evict, DrainRules.Judge(orphan, false, new DrainOptions { Force = true }).Action);
    }

    [Fact]
    public void Refused_pods_are_all_in_one_error_with_the_parameters()
    {
        var fault = DrainPlan.Refusal("n", [
            DrainRules.Judge(Pod("", "", "Running"), true, new DrainOptions()),
            DrainRules.Judge(Pod(Set, Data, "Running"), true, new DrainOptions()),
        ])!;
        Assert.Contains("shop/p has no controller", fault.Message, StringComparison.Ordinal);
        Assert.Contains("shop/p has data in an emptyDir", fault.Message, StringComparison.Ordinal);
        Assert.Contains("-DeleteEmptyDirData and -Force", fault.Advice, StringComparison.Ordinal);
        Assert.Null(DrainPlan.Refusal("n", [DrainRules.Judge(Pod(Set, "", "Running"), true, new DrainOptions())]));
    }

    [Theory]
    [InlineData("policy/v1", """{"matchLabels":{"app":"web"}}""", true)]
    [InlineData("policy/v1", """{"matchLabels":{"app":"other"}}""", false)]
    [InlineData("policy/v1", """{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]}""", true)]
    [InlineData("policy/v1", "{}", true)]
    [InlineData("policy/v1beta1", "{}", false)]
    [InlineData("policy/v1", "null", false)]
    public void An_empty_selector_selects_all_pods_or_none_by_its_version(string version, string selector, bool selects)
    {
        KubeObject budget = Budget("b", version, selector, 0);
        Assert.Equal(selects, DisruptionBudgets.Of(Pod(Set + ",\"labels\":{\"app\":\"web\"}", "", "Running"), [budget]).Count == 1);
    }

    [Fact]
    public void A_plan_names_what_each_pod_has_to_wait_for()
    {
        string Web(string name) => $$"""{"kind":"Pod","metadata":{"name":"{{name}}","namespace":"shop","labels":{"app":"web"},{{Set}} },"status":{"phase":"Running"} }""";
        DrainVerdict[] verdicts =
        [
            .. new[] { "web-1", "web-2" }.Select(name => DrainRules.Judge(KubeObject.Parse(Web(name)), true, new DrainOptions())),
        ];
        var node = KubeObject.Parse("""{"kind":"Node","metadata":{"name":"n"}}""");
        const string Selector = """{"matchLabels":{"app":"web"}}""";
        string[] one = new DrainPlan(node, new DrainOptions(), verdicts, [Budget("b", "policy/v1", Selector, 1)]).Description.Split('\n');
        Assert.Equal("Drain node n: cordon it, evict 2 pods", one[0]);
        Assert.Equal("  evict shop/web-1", one[1]);
        Assert.StartsWith("  evict shop/web-2; has to wait: PodDisruptionBudget shop/b allows 1 disruption now (2 healthy, 1 required)", one[2], StringComparison.Ordinal);
        string two = new DrainPlan(
            node, new DrainOptions(), verdicts, [Budget("b", "policy/v1", Selector, 1), Budget("a", "policy/v1", Selector, 1)]).Description;
        Assert.Contains("cannot be evicted: PodDisruptionBudgets shop/a and shop/b select it", two, StringComparison.Ordinal);
    }

    private static KubeObject Budget(string name, string version, string selector, int allowed) => KubeObject.Parse(
        $$"""
        {"kind":"PodDisruptionBudget","apiVersion":"{{version}}","metadata":{"name":"{{name}}","namespace":"shop","uid":"{{name}}"},
         "spec":{"selector":{{selector}} },"status":{"disruptionsAllowed":{{allowed}},"currentHealthy":2,"desiredHealthy":1} }
        """);

    private static KubeObject Pod(string metadata, string spec, string phase) => KubeObject.Parse(
        $$"""{"kind":"Pod","metadata":{"name":"p","namespace":"shop"{{(metadata.Length > 0 ? "," + metadata : "")}} },"spec":{ {{spec}} },"status":{"phase":"{{phase}}"} }""");
}
