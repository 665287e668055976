using MicroK8s.Routing;

namespace MicroK8s.Tests.Routing;

public sealed class SubsetRulesTests
{
    [Theory]
    [InlineData("v1:track=stable v2:track=canary", "v1 v2", "v2", "v1")]
    [InlineData("stable:version=1 canary:version=2", "stable canary", "canary", "stable")]
    [InlineData("primary:version=1 next:version=2", "primary next", "next", "primary")]
    [InlineData("old:x=1 canary:x=2", "old canary", "canary", "old")]
    [InlineData("v1:track=stable v2:version=2", "v1 v2", "v2", "v1")]
    [InlineData("v1:version=1 v2:version=2", "v1 v2", null, null)]
    [InlineData("stable:track=stable canary:track=canary", "stable", "canary", "stable")]
    [InlineData("", "stable canary", "canary", "stable")]
    [InlineData("stable:a=1 v2:a=2 v3:a=3", "stable v2 v3", null, "stable")]
    [InlineData("a:track=canary b:track=canary s:track=stable", "s b", "b", "s")]
    public void Canary_and_stable_are_told_by_label_then_name_then_as_the_other_of_two(
        string known, string routed, string? canary, string? stable)
    {
        RouteBackend[] subsets = [.. Words(known).Select(Parse)];
        string[] names = Words(routed);
        Assert.Equal(canary, SubsetRules.FindCanary(subsets, names));
        Assert.Equal(stable, SubsetRules.FindStable(subsets, names));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static RouteBackend Parse(string text)
    {
        string[] parts = text.Split(':', '=');
        return new RouteBackend(
            new TrafficDestination("web", parts[0], null, 0, null), new ServiceHost("web", "shop"),
            new PodSelector("shop", null, new Dictionary<string, string> { [parts[1]] = parts[2] }));
    }
}
