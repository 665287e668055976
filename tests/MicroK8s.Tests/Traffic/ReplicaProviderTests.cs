using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic;
using MicroK8s.Traffic.Providers.Replicas;
using MicroK8s.Updates;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic;

/// <summary>What a weight writes where the share is made of pods.</summary>
public sealed class ReplicaProviderTests
{
    [Theory]
    [InlineData(3, 1, null, 50, null, "web-canary 1→2 note 4; | web 3→2; web-canary 2→2 note -", 50)]
    [InlineData(3, 1, null, 25, null, "|", 25)]
    [InlineData(4, 0, null, 25, null, "web-canary 0→1 note 4; | web 4→3; web-canary 1→1 note -", 25)]
    [InlineData(1, 3, null, 25, null, "web-canary 3→3 note 4; web 1→3; | web-canary 3→1 note -", 25)]
    [InlineData(3, 1, null, 0, null, "web-canary 1→1 note 4; web 3→4; | web-canary 1→0 note -", 0)]
    [InlineData(3, 1, null, 100, null, "web-canary 1→4 note 4; | web 3→0; web-canary 4→4 note -", 100)]
    [InlineData(3, 1, null, 10, 10, "web-canary 1→1 note 4; web 3→9; |", 10)]
    [InlineData(3, 1, null, 20, 20, "web-canary 1→1 note 4; web 3→4; |", 20)]
    [InlineData(3, 0, null, 30, 10, "web-canary 0→0 note 3; web 3→7; web-canary 0→3; |", 30)]
    [InlineData(9, 1, 4, 0, null, "| web 9→4; web-canary 1→0 note -", 0)]
    [InlineData(9, 1, 4, 20, null, "| web 9→4", 20)]
    [InlineData(3, 3, 4, 75, null, "| web 3→1; web-canary 3→3 note -", 75)]
    [InlineData(1, 3, 4, 75, null, "web-canary 3→3 note -; |", 75)]
    public void Pods_come_before_others_go_and_the_usual_number_is_noted_as_long_as_there_are_more(
        int stable, int canary, int? noted, int weight, int? most, string writes, int achieved)
    {
        WeightPlan plan = Plan(stable, canary, noted, weight, most);
        Assert.Equal(writes, Writes(plan));
        Assert.Equal(achieved, plan.After.CanaryWeight);
    }

    [Theory]
    [InlineData(2, 2, null, 10, null, "4 pods cannot share 10%: the canary gets 1 of them, 25%")]
    [InlineData(3, 1, null, 10, 6, "6 pods cannot share 10%: the canary gets 1 of them, 16.7%")]
    [InlineData(3, 1, null, 10, 10, null)]
    public void What_whole_pods_cannot_share_is_said(
        int stable, int canary, int? noted, int weight, int? most, string? note)
    {
        string? told = Plan(stable, canary, noted, weight, most).Warnings.SingleOrDefault();
        if (note is null) Assert.Null(told);
        else Assert.StartsWith(note, told, StringComparison.Ordinal);
    }

    [Fact]
    public void An_autoscaler_that_would_revert_it_is_asked_for_even_when_the_share_stays()
    {
        KubeObject autoscaler = ObjectBuilder.Of("HorizontalPodAutoscaler", "scale").Shown("1").WithSpec(
            """ "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"} """).Object();
        foreach ((int stable, int canary, int weight) in new[] { (3, 1, 50), (5, 5, 50) })
        {
            TrafficSnapshot state = State(stable, canary, 4, autoscaler);
            ClusterException refusal = Assert.Throws<ClusterException>(() => WeightPlanner.Plan(Request(weight), state));
            Assert.Equal(ClusterFault.OwnedByController, refusal.Fault);
        }
    }

    [Fact]
    public void Several_stable_Deployments_keep_their_proportion()
    {
        TrafficSnapshot state = TrafficFixture.State(
            [Service("web"), Deployment("a", 4, 4), Deployment("b", 2, 2), Deployment("canary", 0, 0)]);
        WeightPlan plan = WeightPlanner.Plan(Request(50) with { Rescale = true }, state);
        Assert.Equal("web-canary 0→3 note 6; | web-a 4→2; web-b 2→1; web-canary 3→3 note -", Writes(plan));
    }

    [Theory]
    [InlineData(1, 3, 25, "web")]
    [InlineData(3, 1, 75, "web-canary")]
    [InlineData(3, 1, 0, "web")]
    public void What_rises_is_waited_for(int stable, int canary, int weight, string awaited) =>
        Assert.Equal([awaited], Plan(stable, canary, noted: null, weight, most: null).Awaited.Select(one => one.Name));

    [Fact]
    public void Pods_that_an_earlier_call_began_are_waited_for_before_others_go()
    {
        TrafficSnapshot state = TrafficFixture.State(
            [Service("web"), Deployment("stable", 2, 0), Deployment("canary", 2, 2, metadata: Noted(2))]);
        WeightPlan plan = WeightPlanner.Plan(Request(0), state);
        Assert.Equal("| web-canary 2→0 note -", Writes(plan));
        Assert.Equal(["web"], plan.Awaited.Select(one => one.Name));
    }

    [Theory]
    [InlineData(2, 1, 50, false)]
    [InlineData(3, 1, 50, true)]
    public void A_canary_that_is_not_ready_gets_no_more_pods_but_those_that_were_begun_are_waited_for(
        int stable, int canary, int weight, bool isRefused)
    {
        TrafficSnapshot state = TrafficFixture.State(
            [
                Service("web"), Deployment("stable", stable, stable),
                Deployment("canary", canary, 0, metadata: isRefused ? "{}" : Noted(2)),
            ],
            "stable");
        WeightPlan Go() => WeightPlanner.Plan(Request(weight) with { IgnoreReadiness = false }, state);
        if (isRefused)
        {
            Assert.Equal(ClusterFault.SubsetNotReady, Assert.Throws<ClusterException>(Go).Fault);
            return;
        }

        WeightPlan plan = Go();
        Assert.Equal("| web 2→1; web-canary 1→1 note -", Writes(plan));
        Assert.Equal(["web-canary"], plan.Awaited.Select(one => one.Name));
    }

    private static WeightPlan Plan(int stable, int canary, int? noted, int weight, int? most) =>
        WeightPlanner.Plan(Request(weight) with { MaxReplicas = most }, State(stable, canary, noted));

    private static WeightRequest Request(int weight) => new("shop", "web", weight) { IgnoreReadiness = true };

    private static TrafficSnapshot State(int stable, int canary, int? noted, params KubeObject[] others) =>
        TrafficFixture.State(
            [
                Service("web"), Deployment("stable", stable, stable),
                Deployment("canary", canary, canary, metadata: noted is { } usual ? Noted(usual) : "{}"), .. others,
            ]);

    private static string Noted(int usual) =>
        $$$"""{"annotations":{"{{{ReplicaProvider.UsualTotal}}}":"{{{usual}}}"}}""";

    /// <summary>What each write makes of the state that those before it left; <c>|</c> is the wait for pods.</summary>
    private static string Writes(WeightPlan plan)
    {
        var stored = new Dictionary<ResourceRef, KubeObject>();
        string[] first = [.. plan.Writes.Select(write => Tell(write, stored))];
        string[] later = [.. plan.WritesWhenReady.Select(write => Tell(write, stored))];
        return $"{string.Concat(first.Select(text => $"{text}; "))}| {string.Join("; ", later)}".Trim();
    }

    private static string Tell(ObjectWrite write, Dictionary<ResourceRef, KubeObject> stored)
    {
        KubeObject read = stored.GetValueOrDefault(write.Target)
            ?? (write as ObjectPatch)?.Read ?? ((ObjectUpdate)write).Read;
        JsonPatch patch = write is ObjectUpdate update ? update.PlanAgain(read).Patch : ((ObjectPatch)write).Patch;
        KubeObject made = KubeObject.Parse(patch.ApplyTo(read.ToNode()).ToJsonString());
        stored[write.Target] = made;
        string? before = read.Annotations.GetValueOrDefault(ReplicaProvider.UsualTotal);
        string? after = made.Annotations.GetValueOrDefault(ReplicaProvider.UsualTotal);
        return $"{write.Target.Name} {read.Json.Count("spec", "replicas")}→{made.Json.Count("spec", "replicas")}"
            + (before == after ? "" : $" note {after ?? "-"}");
    }
}
