using MicroK8s.Conventions;
using MicroK8s.Services.Spec;

namespace MicroK8s.Tests.Services.Spec;

public sealed class ResourceAmountsTests
{
    [Fact]
    public void Numbers_of_powershell_and_names_in_any_case_are_read()
    {
        var amounts = ResourceAmounts.Parse(
            InvalidSpec.Pairs(
                ("CPU", 0.5), ("memory", 134217728), ("ephemeral-storage", "1Gi"), ("nvidia.com/gpu", 1)),
            "Request");
        Assert.Equal(["cpu", "ephemeral-storage", "memory", "nvidia.com/gpu"], amounts.Keys);
        Assert.Equal(["0.5", "1Gi", "134217728", "1"], amounts.Values.Select(amount => amount.Text));
    }

    [Theory]
    [InlineData("memroy", "1Gi", "Did you mean 'memory'?")]
    [InlineData("disk", "1Gi", "is no resource")]
    [InlineData("nvidia.com/", "1", "is not a key")]
    [InlineData("memory", "64m", "write '64Mi'")]
    [InlineData("memory", "0.5", "fraction")]
    [InlineData("memory", "-1Mi", "negative")]
    [InlineData("cpu", "half", "is not an amount")]
    [InlineData("cpu", null, "$null")]
    public void Wrong_names_and_amounts_are_refused(string name, string? value, string rule) => InvalidSpec.Throws(
        "Request", rule, () => ResourceAmounts.Parse(InvalidSpec.Pairs((name, value)), "Request"));

    [Theory]
    [InlineData("250m", "0.25", true)]
    [InlineData("0.2501", "250m", false)]
    [InlineData("1", "999m", false)]
    public void A_request_must_not_exceed_its_limit_whatever_the_unit(string request, string limit, bool isGood)
    {
        var requests = ResourceAmounts.Parse(InvalidSpec.Pairs(("cpu", request)), "Request");
        var limits = ResourceAmounts.Parse(InvalidSpec.Pairs(("cpu", limit), ("memory", "1")), "Limit");
        if (isGood) ResourceAmounts.CheckWithin(requests, limits);
        else InvalidSpec.Throws("Request", $"the limit {limit}", () => ResourceAmounts.CheckWithin(requests, limits));
    }

    [Theory]
    [InlineData("nvidia.com/gpu", "2", "2", null)]
    [InlineData("nvidia.com/gpu", "1", "2", "same -Limit, which is 2")]
    [InlineData("nvidia.com/gpu", "1", null, "same -Limit, which is not given")]
    [InlineData("nvidia.com/gpu", null, "1", null)]
    [InlineData("hugepages-2Mi", "4Mi", "4096Ki", null)]
    [InlineData("hugepages-2Mi", "4Mi", "8Mi", "same -Limit")]
    public void What_cannot_be_shared_out_twice_is_limited_to_its_request(
        string name, string? request, string? limit, string? rule)
    {
        var requests = Amounts(("memory", "1Gi"), (name, request));
        var limits = Amounts((name, limit));
        if (rule is null) ResourceAmounts.CheckWithin(requests, limits);
        else InvalidSpec.Throws("Request", rule, () => ResourceAmounts.CheckWithin(requests, limits));
    }

    [Fact]
    public void Huge_pages_need_cpu_or_memory_beside_them() => InvalidSpec.Throws(
        "Request", "cpu or memory", () => ResourceAmounts.CheckWithin(Amounts(), Amounts(("hugepages-2Mi", "4Mi"))));

    private static IReadOnlyDictionary<string, Quantity> Amounts(params (string Name, string? Amount)[] amounts) =>
        ResourceAmounts.Parse(
            InvalidSpec.Pairs([.. amounts.Where(pair => pair.Amount is not null).Select(pair => (pair.Name, (object?)pair.Amount))]),
            "Request");
}
