using CsCheck;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Traffic.Properties;

/// <summary>
/// What holds for every legal object and every sequence of Set-CanaryWeight. The patches are applied as RFC 6902 says,
/// by other code than the module's. A failure prints the seed that shows it again.
/// </summary>
public sealed class WeightProperties(ITestOutputHelper output)
{
    private const int Runs = 400;

    [Fact]
    public void Totals_hold_and_nothing_but_weights_changes()
    {
        int written = 0;
        Sample(Gen.Select(TrafficGen.Any, WeightStep.Any.Array[1, 5]), (world, steps) =>
        {
            foreach (WeightStep step in steps)
            {
                if (step.On(world) is not { Plan.HasChanges: true } done) continue;
                Interlocked.Increment(ref written);
                TrafficWorld after = world.After(done.Plan.Writes).After(done.Plan.WritesWhenReady);
                CheckTotals(step, done.Plan, Find(after, done.Route));
                CheckResidue(world, after, done.Route);
                world = after;
            }
        });
        output.WriteLine($"{Volatile.Read(ref written)} writes");
        Assert.True(written > Runs / 2, $"only {written} of the steps wrote");
    }

    [Fact]
    public void A_backend_without_ready_pods_never_gains_without_force()
    {
        int written = 0;
        Sample(Gen.Select(TrafficGen.Any, WeightStep.Any.Array[1, 5]), (world, steps) =>
        {
            foreach (WeightStep step in steps)
            {
                if ((step with { Force = false }).On(world) is not { Plan.HasChanges: true } done) continue;
                Interlocked.Increment(ref written);
                TrafficWorld after = world.After(done.Plan.Writes).After(done.Plan.WritesWhenReady);
                foreach ((RouteBackend before, RouteBackend now) in done.Route.Backends.Zip(Find(after, done.Route).Backends))
                {
                    // Where pods make the share, those that come are waited for.
                    bool isAwaited = done.Plan.Awaited.Any(one => one.Name == now.Label) || before.Source is { } && before.Counts == 0;
                    Assert.True(
                        isAwaited || now.Percent <= before.Percent || IsReady(world, now),
                        $"{now.Label} {before.Percent}% → {now.Percent}%");
                }

                world = after;
            }
        });
        Assert.True(written > Runs / 4, $"only {written} of the steps wrote");
    }

    [Fact]
    public void A_set_and_its_undo_are_the_identity_where_the_total_was_100()
    {
        int undone = 0;
        Sample(Gen.Select(TrafficGen.Any, WeightStep.Any), (world, step) =>
        {
            if ((step with { Force = true }).On(world) is not { Plan.HasChanges: true } done) return;
            RouteBackend[] before = [.. done.Route.Backends];
            if (before.Length != 2 || before.Sum(one => one.Counts) != 100 || before.Any(one => one.Raw is null)) return;
            TrafficWorld there = world.After(done.Plan.Writes).After(done.Plan.WritesWhenReady);
            var back = step with { Weight = done.Plan.Before.CanaryWeight!.Value, Force = true };
            (WeightPlan plan, TrafficRoute route) = back.On(there)!.Value;
            TrafficWorld again = there.After(plan.Writes).After(plan.WritesWhenReady);
            Assert.True(done.Route.IsSame(route));
            TrafficRoute restored = Find(again, route);
            Assert.Equal(before.Select(one => one.Raw), restored.Backends.Select(one => one.Raw));
            CheckResidue(world, again, done.Route);
            Interlocked.Increment(ref undone);
        });
        Assert.True(undone > Runs / 20, $"only {undone} were undone");
    }

    [Fact]
    public void Pods_go_back_to_their_usual_number()
    {
        Sample(Gen.Select(TrafficGen.Replicas, WeightStep.Any.Array[1, 4]), (world, steps) =>
        {
            int usual = world.Objects.Select(item => item.Annotations.GetValueOrDefault("microk8s-powershell/usual-replicas"))
                .OfType<string>().Select(int.Parse).DefaultIfEmpty(world.Objects.Sum(item => item.Json.Count("spec", "replicas"))).First();
            if (usual == 0) return;
            foreach (WeightStep step in steps.Append(new WeightStep(0, 0, Rescale: false, Force: true, Most: null)))
            {
                if ((step with { Force = true }).On(world) is not { } done) continue;
                world = world.After(done.Plan.Writes).After(done.Plan.WritesWhenReady);
                int total = world.Objects.Sum(item => item.Json.Count("spec", "replicas"));
                Assert.True(total >= usual, $"{total} pods, usually {usual}");
            }

            int[] last = [.. world.Objects.Where(item => item.Kind == "Deployment").Select(item => item.Json.Count("spec", "replicas"))];
            Assert.Equal([usual, 0], last);
            Assert.DoesNotContain(
                world.Objects, item => item.Annotations.ContainsKey("microk8s-powershell/usual-replicas"));
        });
    }

    private static void CheckTotals(WeightStep step, WeightPlan plan, TrafficRoute now)
    {
        Assert.Equal(100, plan.After.Destinations.Sum(one => one.Weight));
        if (now.Provider == "ReplicaRatio")
        {
            Assert.Equal(
                plan.After.Destinations.Select(one => one.Weight),
                WeightArithmetic.Share(100, [.. now.Backends.Select(backend => backend.Counts)]));
            return;
        }

        Assert.Equal(100, now.Backends.Sum(backend => backend.Raw));
        Assert.Equal(step.Weight, now.Backends[now.IndexOf(new ServiceHost("web", "shop"), plan.Canary)].Raw);
    }

    private static void CheckResidue(TrafficWorld before, TrafficWorld after, TrafficRoute route)
    {
        Assert.Equal(before.Objects.Count, after.Objects.Count);
        foreach ((KubeObject one, KubeObject other) in before.Objects.Zip(after.Objects))
        {
            bool isWritten = route.Target.Name == one.Name && route.Target.Type.Kind == one.Kind
                || route.Backends.Any(backend => backend.Source == one);
            TrafficRoute? known = isWritten || (route.Provider == "ReplicaRatio" && one.Kind == "Deployment") ? route : null;
            Assert.Equal(Residue.Of(one, known), Residue.Of(other, known));
        }
    }

    private static TrafficRoute Find(TrafficWorld world, TrafficRoute route) =>
        world.State.Routes.Single(other => other.IsSame(route));

    private static bool IsReady(TrafficWorld world, RouteBackend backend) =>
        world.State.ReadyPods.Any(pod => backend.Selects(pod.Namespace, pod.Labels));

    private static void Sample<T>(Gen<(TrafficWorld, T)> gen, Action<TrafficWorld, T> check) => gen.Sample(
        pair => check(pair.Item1, pair.Item2), iter: Runs,
        print: pair => $"{pair.Item1}\n{(pair.Item2 is System.Collections.IEnumerable many ? string.Join('\n', many.Cast<object>()) : pair.Item2)}");
}
