using MicroK8s.Conventions;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.Services.Spec;

namespace MicroK8s.Tests.Conventions;

public sealed class NameRulesTests
{
    private const string Sixty = "a123456789b123456789c123456789d123456789e123456789f123456789";

    [Theory]
    [InlineData("a")]
    [InlineData("api-gateway")]
    [InlineData("a1")]
    [InlineData(Sixty + "123")]
    public void A_dns_label_names_a_service(string name) => NameRules.CheckServiceName(name);

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("A")]
    [InlineData("a.b")]
    [InlineData("a_b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    [InlineData(Sixty + "1234")]
    public void Anything_else_does_not(string name) =>
        InvalidSpec.Throws("Name", "is not a DNS label", () => NameRules.CheckServiceName(name));

    [Theory]
    [InlineData("1shop", true)]
    [InlineData("Shop", false)]
    [InlineData("shop/x", false)]
    public void A_namespace_may_begin_with_a_digit(string name, bool isGood)
    {
        if (isGood) NameRules.CheckNamespace(name);
        else InvalidSpec.Throws("Namespace", "is not a DNS label", () => NameRules.CheckNamespace(name));
    }

    [Theory]
    [InlineData("team", "shop", null)]
    [InlineData("example.com/team", "", null)]
    [InlineData("team", "a b", "wrong value")]
    [InlineData("team", "-a", "wrong value")]
    [InlineData("team", Sixty + "1234", "wrong value")]
    [InlineData("", "x", "is not a key")]
    [InlineData("/x", "x", "is not a key")]
    [InlineData("x/", "x", "is not a key")]
    [InlineData("Example.com/x", "x", "is not a key")]
    [InlineData("a/b/c", "x", "is not a key")]
    [InlineData("app", "x", "sets itself")]
    [InlineData("app.kubernetes.io/managed-by", "x", "sets itself")]
    [InlineData("team", null, "$null")]
    public void Labels_keep_the_rules_of_kubernetes(string key, string? value, string? rule)
    {
        if (rule is null) Assert.Equal(value, ServiceMetadata.ParseLabels(InvalidSpec.Pairs((key, value)))[key]);
        else InvalidSpec.Throws("Label", rule, () => ServiceMetadata.ParseLabels(InvalidSpec.Pairs((key, value))));
    }

    [Theory]
    [InlineData("v1.0", "v1.0")]
    [InlineData("_a.", "a")]
    [InlineData(Sixty + "12-4", Sixty + "12")]
    [InlineData("---", "")]
    public void A_version_becomes_a_label_value(string version, string value) =>
        Assert.Equal(value, NameRules.ToLabelValue(version));

    [Theory]
    [InlineData("A", null)]
    [InlineData("_a.b-c1", null)]
    [InlineData("1A", "is not a variable name")]
    [InlineData("A B", "is not a variable name")]
    [InlineData("A=B", "is not a variable name")]
    [InlineData("", "is not a variable name")]
    [InlineData("..x", "is not a variable name")]
    public void Environment_names_keep_the_rules_of_kubernetes(string name, string? rule)
    {
        var pairs = InvalidSpec.Pairs((name, "x"));
        if (rule is null) EnvironmentInput.ParseValues(pairs);
        else InvalidSpec.Throws("Environment", rule, () => EnvironmentInput.ParseValues(pairs));
    }

    [Fact]
    public void Environment_keeps_its_order_and_reads_powershells_values()
    {
        var variables = EnvironmentInput.ParseValues(
            InvalidSpec.Pairs(("B", true), ("A", 1.5), ("C", ""), ("D", "$(B)")));
        Assert.Equal("B=true A=1.5 C= D=$(B)", string.Join(' ', variables.Select(pair => $"{pair.Name}={pair.Value}")));
        InvalidSpec.Throws(
            "Environment", "$null", () => EnvironmentInput.ParseValues(InvalidSpec.Pairs(("A", null))));
        InvalidSpec.Throws(
            "Environment", "several values",
            () => EnvironmentInput.ParseValues(InvalidSpec.Pairs(("A", new object?[] { 1, 2 }))));
    }

    [Fact]
    public void Annotations_may_take_256_KiB_together()
    {
        Assert.Single(ServiceMetadata.ParseAnnotations(InvalidSpec.Pairs(("a", new string('x', (256 * 1024) - 1)))));
        InvalidSpec.Throws(
            "Annotation", "256 KiB",
            () => ServiceMetadata.ParseAnnotations(InvalidSpec.Pairs(("a", new string('x', 256 * 1024)))));
    }
}
