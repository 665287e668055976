using System.Text.Json.Nodes;
using CsCheck;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic;
using MicroK8s.Traffic.Providers;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Traffic.Properties;

/// <summary>What holds for matches and mirrors on every legal object.</summary>
public sealed class RequestProperties(ITestOutputHelper output)
{
    private const int Runs = 1000;

    private static readonly Gen<RequestRules> Rules = Gen.Select(
        Some("a=1", "B=2", "x-beta=y e s").Array[0, 2], Some("c=always", "d=4.2").Array[0, 2],
        Some<int?>(null, 0, 30, 100)).Select((headers, cookies, percent) => new RequestRules
        {
            Matches = [.. headers.Distinct().Select(RequestMatch.Header), .. cookies.Distinct().Select(RequestMatch.Cookie)],
            MirrorPercent = percent,
        });

    [Fact]
    public void What_is_set_is_read_back_and_the_same_again_is_no_change_and_none_takes_all_of_it_away()
    {
        int matched = 0, mirrored = 0;
        Gen.Select(TrafficGen.Any, WeightStep.Any, Rules).Sample(
            (world, step, rules) =>
            {
                // What was there before would go with the last step, too.
                if (world.State.Routes.Any(route => route.Mirrors.Count > 0 || route.Match.ByHeaders)) return;
                rules = Fitting(rules, world.Provider);
                WeightStep asked = step with { Force = true, Requests = rules };
                if (asked.On(world) is not { } set) return;
                TrafficWorld with = After(world, set.Plan);
                TrafficRoute route = with.State.Routes.Single(one => one.Target == set.Route.Target
                    && one.Backends.Count == set.Route.Backends.Count && one.Label == LabelIn(with, set.Route, set.Plan));
                if (rules.Matches!.Count > 0)
                {
                    Interlocked.Increment(ref matched);
                    Assert.Contains(with.State.Routes, one => one.Match.ByHeaders && one.Backends is [var only]
                        && only.Label == set.Plan.Canary);
                    Assert.True(set.Plan.After.HeaderMatchesCanary);
                }

                if (rules.MirrorPercent > 0)
                {
                    Interlocked.Increment(ref mirrored);
                    Assert.Equal(rules.MirrorPercent, Assert.Single(route.Mirrors).Percent);
                }

                Assert.False((asked with { Pick = PickOf(with, route) }).On(with)?.Plan.HasChanges, "the same again changes something");
                (WeightPlan none, _) = (asked with { Pick = PickOf(with, route), Requests = RequestRules.None }).On(with)!.Value;
                WeightPlan plain = (step with { Force = true }).On(world)!.Value.Plan;
                Assert.Equal(Text(After(world, plain)), Text(After(with, none)));
            },
            iter: Runs);
        output.WriteLine($"{Volatile.Read(ref matched)} with matches, {Volatile.Read(ref mirrored)} with mirrors");
        Assert.True(matched > Runs / 10 && mirrored > Runs / 40, $"only {matched} with matches, {mirrored} with mirrors");
    }

    /// <summary>The rules without most of what a provider refuses.</summary>
    private static RequestRules Fitting(RequestRules rules, string provider) => provider switch
    {
        "GatewayApi" => new()
        {
            Matches = [.. rules.Matches!.Where(match => !match.IsCookie)],
            MirrorPercent = rules.MirrorPercent == 30 ? 100 : rules.MirrorPercent,
        },
        "IngressNginx" => new()
        {
            Matches = [.. rules.Matches!.Where(match => match is { IsCookie: false } or { Value: "always" }).DistinctBy(match => match.IsCookie)],
        },
        _ => rules,
    };

    private static Gen<T> Some<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static TrafficWorld After(TrafficWorld world, WeightPlan plan) =>
        world.After(plan.Writes).After(plan.WritesWhenReady);

    /// <summary>Where a match was put above it, an index is one more.</summary>
    private static string LabelIn(TrafficWorld after, TrafficRoute before, WeightPlan plan) =>
        before.Name is null && plan.Fields.Any(field => field.Contains(" new ", StringComparison.Ordinal))
            && before.Target.Type == ResourceTypes.VirtualService
            ? $"{int.Parse(before.Label, System.Globalization.CultureInfo.InvariantCulture) + 1}"
            : before.Label;

    private static int PickOf(TrafficWorld world, TrafficRoute route) => world.State.ServiceRoutes
        .Where(one => one.Backends.Count > 1 && one.Backends.Any(WeightStep.IsCanary)).ToList()
        .FindIndex(route.IsSame);

    private static string Text(TrafficWorld world) =>
        string.Join('\n', world.Objects.Select(item => WithoutVersion(item).ToJsonString()).Order(StringComparer.Ordinal));

    private static JsonObject WithoutVersion(KubeObject item)
    {
        JsonObject json = item.ToNode();
        json["metadata"]!.AsObject().Remove("resourceVersion");
        return json;
    }
}
