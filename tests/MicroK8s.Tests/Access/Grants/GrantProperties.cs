using CsCheck;
using MicroK8s.Access;
using MicroK8s.Access.Grants;
using MicroK8s.Errors;
using MicroK8s.Resources;
using Xunit.Abstractions;
using static MicroK8s.Tests.Access.Grants.GrantScene;

namespace MicroK8s.Tests.Access.Grants;

/// <summary>
/// Whatever policies there are: a grant lets its pair through, gives nobody else more than before, and a revocation
/// leaves the objects as they were.
/// </summary>
public sealed class GrantProperties(ITestOutputHelper output)
{
    private const int Runs = 500;

    private static readonly string[] Apps = ["backend", "frontend", "batch"];

    private static readonly Gen<string> App = Gen.OneOf(Apps);

    private static readonly Gen<string> Selector =
        Gen.Frequency((1, Gen.Const("{}")), (4, App.Select(app => $$"""{"matchLabels":{"app":"{{app}}"} }""")));

    private static readonly Gen<string> Ports = Gen.OneOf(
        "", ""","ports":[{"protocol":"TCP","port":8080}]""", ""","ports":[{"protocol":"TCP","port":"web"}]""",
        ""","ports":[{"protocol":"UDP","port":53}]""");

    private static readonly Gen<string> Peers = Gen.Frequency(
        (1, Gen.Const("[]")), (4, Selector.Select(selector => $$"""[{"podSelector":{{selector}}}]""")));

    private static readonly Gen<KubeObject> Net = Gen.Select(
        Gen.Int[0, 2], Gen.Bool, Selector, Peers, Ports, Gen.Int[0, 3]).Select((number, isIn, selector, peers, ports, rules) =>
        {
            string one = $$"""{"{{(isIn ? "from" : "to")}}":{{peers}}{{ports}}}""";
            string list = rules == 0 ? "" : $$""","{{(isIn ? "ingress" : "egress")}}":[{{one}}]""";
            return Network(
                $"net-{number}", $$"""{"podSelector":{{selector}},"policyTypes":["{{(isIn ? "Ingress" : "Egress")}}"]{{list}}}""");
        });

    private static readonly Gen<KubeObject> Auth = Gen.Select(
        Gen.Int[0, 2], Gen.OneOf("ALLOW", "ALLOW", "DENY", "AUDIT"), Selector, App,
        Gen.OneOf("", ""","to":[{"operation":{"methods":["GET"]}}]""", ""","to":[{"operation":{"ports":["8080"]}}]"""),
        Gen.Int[0, 3]).Select((number, action, selector, from, to, rules) =>
        {
            string rule = $$"""{"from":[{"source":{"principals":["cluster.local/ns/shop/sa/{{from}}"]} }]{{to}} }""";
            return Mesh(
                $"auth-{number}",
                $$"""{"action":"{{action}}","selector":{{selector}}{{(rules == 0 ? "" : $",\"rules\":[{rule}]")}}}""");
        });

    private static readonly Gen<(bool InMesh, KubeObject[] Policies, bool Network, bool Mesh, string[] Ports, string[] Methods, bool Everyone)> World =
        Gen.Select(
            Gen.Bool, Net.Array[0, 3], Auth.Array[0, 3], Gen.Bool, Gen.Bool, Gen.OneOf(Gen.Const<string[]>([]), Gen.Const<string[]>(["http"]), Gen.Const<string[]>(["8080"])),
            Gen.OneOf(Gen.Const<string[]>([]), Gen.Const<string[]>(["GET"]), Gen.Const<string[]>(["GET", "POST"])),
            Gen.Bool)
            .Select((inMesh, nets, auths, network, mesh, ports, methods, everyone) => (
                inMesh,
                nets.Cast<KubeObject>().Concat(auths).DistinctBy(policy => (policy.Kind, policy.Name)).ToArray(),
                network, mesh, ports, methods, everyone));

    [Fact]
    public void Grant_then_revoke_is_the_identity_and_nobody_else_gains()
    {
        int granted = 0, refused = 0, obstacles = 0;
        World.Sample(
            world =>
            {
                GrantScene before = (world.InMesh ? InMesh : new GrantScene()).With(world.Policies);
                AccessChangePlan plan;
                try
                {
                    plan = Grant(before, force: true);
                }
                catch (ClusterException exception) when (exception.Fault == ClusterFault.InvalidSpec)
                {
                    // Methods without the mesh, or the mesh without a proxy.
                    Assert.True(!world.InMesh || !world.Mesh);
                    Interlocked.Increment(ref refused);
                    return;
                }

                Interlocked.Increment(ref granted);
                GrantScene after = before.After(plan);
                if (AssertAllowed(before, after, plan)) Interlocked.Increment(ref obstacles);
                AssertNobodyElseGains(before.Read, after.Read, world.Everyone);
                AccessChangePlan back = world.Everyone ? after.RevokeEveryone(force: true) : after.Revoke(force: true);
                Assert.Equal(Text(before), Text(after.After(back)));
                Assert.True(Grant(after, force: false).IsEmpty);

                AccessChangePlan Grant(GrantScene scene, bool force)
                {
                    AccessGrantRequest Wish(AccessGrantRequest wish) => wish with
                    {
                        Network = world.Network, Mesh = world.Mesh, Ports = world.Ports, Methods = world.Methods, Force = force,
                    };
                    return world.Everyone ? scene.GrantEveryone(Wish) : scene.Grant(Wish);
                }
            },
            iter: Runs);
        output.WriteLine($"{granted} granted, {refused} refused, {obstacles} with an obstacle");
        Assert.InRange(granted, Runs / 4, Runs);
        Assert.InRange(refused, Runs / 20, Runs);
        Assert.InRange(obstacles, 1, Runs);
    }

    /// <returns>Whether something else denies the call, which has to be said then.</returns>
    private static bool AssertAllowed(GrantScene before, GrantScene after, AccessChangePlan plan)
    {
        GrantParty to = GrantParty.Of(before.Of("backend"), before.Read);
        GrantParty frontend = GrantParty.Of(before.Of("frontend"), before.Read);
        GrantParty batch = GrantParty.Of(before.Of("batch"), before.Read);
        bool isHindered = false;
        IEnumerable<(AccessGrant, AccessParty?)> calls = plan.Grants.SelectMany(grant => (AccessParty?[])
            (grant.From == "everyone" ? [frontend.Party, batch.Party, null] : [frontend.Party]), (grant, from) => (grant, from));
        foreach ((AccessGrant grant, AccessParty? from) in calls)
        {
            var call = new AccessRequest(from, to.Party)
            {
                Port = to.Party.Ports[0] with { IsHttp = true }, Method = "GET", Path = "/",
            };
            AccessDecision decision = GrantEffects.Decide(grant.Layer, call, after.Read);
            if (decision.Allowed == true) continue;
            Assert.Equal(AccessLayer.Mesh, grant.Layer);
            Assert.Contains("DENY", after.Read.AuthorizationPolicies.Select(AuthorizationRules.ActionOf));
            Assert.Contains(plan.Warnings, text => text.Contains("still cannot call", StringComparison.Ordinal)
                || text.Contains("Not everyone can call", StringComparison.Ordinal)
                || text.Contains("is not certain", StringComparison.Ordinal));
            isHindered = true;
        }

        return isHindered;
    }

    private static void AssertNobodyElseGains(AccessSnapshot before, AccessSnapshot after, bool everyone)
    {
        foreach (AccessParty from in before.Parties)
        {
            foreach (AccessParty to in before.Parties.Where(to =>
                to.Name != "backend" || (from.Name != "frontend" && !everyone)))
            {
                var call = new AccessRequest(from, to) { Port = to.Ports[0] with { IsHttp = true }, Method = "GET", Path = "/" };
                foreach (AccessLayer layer in Enum.GetValues<AccessLayer>())
                {
                    bool? earlier = GrantEffects.Decide(layer, call, before).Allowed;
                    bool? later = GrantEffects.Decide(layer, call, after).Allowed;
                    Assert.False(earlier == false && later != false, $"{from} gained access to {to} in {layer}");
                }
            }
        }
    }

    private static string Text(GrantScene scene) => string.Join('\n', scene.Policies
        .Select(policy => policy.ToNode().ToJsonString()).Order(StringComparer.Ordinal));
}
