using MicroK8s.Resources;
using MicroK8s.Routing;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Routing;

/// <summary>Of equal matches one takes all requests (Gateway API, HTTPRouteRule.matches).</summary>
public sealed class GatewayPrecedenceTests
{
    private const string Old = "2026-01-01T00:00:00Z";
    private const string New = "2026-01-02T00:00:00Z";

    [Theory]
    [InlineData("b", Old, "a", New, "HTTPRoute shop/b, rule 0")]
    [InlineData("a", New, "b", Old, "HTTPRoute shop/b, rule 0")]
    [InlineData("b", Old, "a", Old, "HTTPRoute shop/a, rule 0")]
    public void The_oldest_object_wins_then_the_first_name(
        string one, string oneCreated, string other, string otherCreated, string winner)
    {
        KubeObject[] routes =
        [
            HttpRoute($"[{Rule("web")}]", one, oneCreated), HttpRoute($"[{Rule("web")}]", other, otherCreated),
        ];
        TrafficRoute[] read = [.. new GatewayRouteReader().Routes(Read(routes))];
        Assert.Equal($"{winner} takes the same requests before it", Assert.Single(
            read.Select(route => route.Unreachable).OfType<string>()));
        Assert.Null(read.Single(route => $"{route.Target}, rule 0" == winner).Unreachable);
    }

    [Fact]
    public void Within_an_object_the_first_rule_wins() => Assert.Equal<string?[]>(
        [null, "HTTPRoute shop/web, rule main takes the same requests before it"],
        Unreachable(HttpRoute($"[{Rule("web", ""","name":"main" """)},{Rule("web")}]")));

    [Theory]
    [InlineData(""" {"path":{"value":"/"}} """, true)]
    [InlineData(""" {"path":{"type":"PathPrefix","value":"/"}} """, true)]
    [InlineData(""" {"path":{"value":"/api"}} """, false)]
    [InlineData(""" {"method":"GET"} """, false)]
    [InlineData(""" {"headers":[{"name":"x","value":"y"}]} """, false)]
    [InlineData(""" {"path":{"value":"/"}},{"path":{"value":"/api"}} """, false)]
    public void Only_equal_matches_are_compared(string matches, bool isTaken) => Assert.Equal(
        isTaken, Unreachable(HttpRoute($"[{Rule("web")},{Rule("web", $",\"matches\":[{matches}]")}]"))[1] is not null);

    [Theory]
    [InlineData("""[{"name":"A","value":"1"},{"name":"b","value":"2"}]""", """[{"name":"b","value":"2"},{"name":"a","value":"1"}]""", true)]
    [InlineData("""[{"name":"a","value":"1"}]""", """[{"name":"a","value":"2"}]""", false)]
    [InlineData("""[{"name":"a","value":"1"}]""", """[{"name":"a","value":"1","type":"RegularExpression"}]""", false)]
    public void Headers_are_equal_in_any_order_and_case(string one, string other, bool isTaken) => Assert.Equal(
        isTaken,
        Unreachable(HttpRoute(
            $"[{Rule("web", $$""","matches":[{"headers":{{one}}}]""")},{Rule("web", $$""","matches":[{"headers":{{other}}}]""")}]"))[1]
            is not null);

    [Theory]
    [InlineData("""[{"name":"edge"}]""", true)]
    [InlineData("""[{"name":"edge","namespace":"shop"}]""", true)]
    [InlineData("""[{"name":"edge","sectionName":"https"}]""", false)]
    [InlineData("""[{"name":"other"}]""", false)]
    [InlineData("""[{"name":"edge"},{"name":"other"}]""", false)]
    public void Only_rules_of_the_same_Gateway_are_compared(string parents, bool isTaken) => Assert.Equal(
        isTaken,
        Unreachable(
            HttpRoute($"[{Rule("web")}]", "a", Old), HttpRoute($"[{Rule("web")}]", "b", New, parents: parents))[1] is not null);

    private static string?[] Unreachable(params KubeObject[] routes) =>
        [.. new GatewayRouteReader().Routes(Read(routes)).Select(route => route.Unreachable)];
}
