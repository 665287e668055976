using System.Text.Json.Nodes;
using MicroK8s.Access;
using MicroK8s.Access.Grants;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using static MicroK8s.Tests.Access.Grants.GrantScene;

namespace MicroK8s.Tests.Access.Grants;

/// <summary>A grant that does not ask who calls: in one policy of its own, so that it goes without another.</summary>
public sealed class EveryoneTests
{
    [Fact]
    public void A_rule_has_no_from()
    {
        AccessChangePlan mesh = ClosedMesh.GrantEveryone(wish => wish with { Methods = ["get"], Paths = ["/public/*"] });
        Assert.Equal("Allow everyone to call shop/backend, only GET /public/*", mesh.Title);
        AssertSpec(mesh, "backend-from-everyone", """
            {
              "selector": { "matchLabels": { "app": "backend" } }, "action": "ALLOW",
              "rules": [ { "to": [ { "operation": { "methods": [ "GET" ], "paths": [ "/public/*" ] } } ] } ]
            }
            """);
        AccessGrant grant = Assert.Single(mesh.Grants);
        Assert.Equal(("everyone", null, "everyone → shop/backend (Mesh)"), (grant.From, grant.FromNamespace, $"{grant}"));
        Assert.Equal(["GET /public/*"], grant.Allows);

        AssertSpec(Closed.GrantEveryone(wish => wish with { Ports = ["http"] }), "backend-from-everyone", """
            {
              "podSelector": { "matchLabels": { "app": "backend" } }, "policyTypes": [ "Ingress" ],
              "ingress": [ { "ports": [ { "protocol": "TCP", "port": "web" } ] } ]
            }
            """);
        Assert.Equal("""[{}]""", Spec(ClosedMesh.GrantEveryone(wish => wish))["rules"]!.ToJsonString());
        Assert.Equal("""[{}]""", Spec(Closed.GrantEveryone(wish => wish))["ingress"]!.ToJsonString());
    }

    [Fact]
    public void It_is_neither_the_grant_of_a_caller_named_everyone_nor_that_to_nobody()
    {
        GrantScene scene = Closed.Where(Workload("everyone"), Workload("nobody"));
        GrantScene granted = scene.After(scene.GrantEveryone(wish => wish));
        granted = granted.After(AccessGrantPlanner.Plan(granted.Request("backend", "everyone", "nobody"), granted.Read));
        Assert.Equal(
            ["backend-from-everyone", "backend-from-shop.everyone", "backend-from-shop.nobody"],
            granted.Policies.Select(policy => policy.Name).Where(name => name != "closed").Order());
        Assert.Equal(["backend-from-shop.everyone"], granted.Revoke("everyone").Writes.Select(write => write.Target.Name));
        Assert.Equal(["backend-from-everyone"], granted.RevokeEveryone().Writes.Select(write => write.Target.Name));
        Assert.Equal(3, granted.Revoke("*").Writes.Count);
    }

    [Fact]
    public void What_is_open_to_all_but_restricted_is_not_called_open()
    {
        ClusterException refused = Assert.Throws<ClusterException>(() => InMesh.GrantEveryone(wish => wish with
        {
            Paths = ["/public/*"], Callers = Called(Caller("shop", "batch", 2)),
        }));
        Assert.Equal(ClusterFault.ReceivesTraffic, refused.Fault);
        Assert.StartsWith(
            "Cannot allow everyone to call shop/backend without -Force: shop/backend is open to everyone in the mesh, and "
            + "this first grant closes it for all but /public/*. Of the known workloads its own pods (among themselves), "
            + "shop/frontend, shop/batch may call it today and would lose access, but for that. According to Istio's metrics, in the "
            + "last 24 hours shop/batch (about 2 requests) called it and may lose some or all access. Prometheus",
            refused.Message, StringComparison.Ordinal);

        // It takes nothing away, so nothing has to be insisted on.
        AccessChangePlan all = new GrantScene().GrantEveryone(wish => wish);
        Assert.Single(all.Writes);
        Assert.Equal(
            ["Everyone may send shop/backend every request in the network afterwards: grants to certain callers restrict nothing."],
            all.Warnings);

        GrantScene granted = ClosedMesh.After(ClosedMesh.GrantEveryone(wish => wish with { Methods = ["GET"] }));
        AccessParty backend = granted.Read.Parties.Single(party => party.Name == "backend");
        Assert.Equal(
            [
                "anyone may send backend GET: AuthorizationPolicy shop/backend-from-everyone rule 1",
                "backend takes no other requests: AuthorizationPolicy shop/backend-from-everyone, AuthorizationPolicy shop/nothing",
            ],
            AccessExplanation.Of(backend, granted.Read).Where(rule => rule.Layer == AccessLayer.Mesh).Select(rule => rule.Text));
        Assert.Equal([true, false], ((string[])["GET", "POST"]).Select(method => AuthorizationRules.Decide(
            new AccessRequest(null, backend) { Method = method }, granted.Read).Allowed));
    }

    [Fact]
    public void More_is_added_and_all_of_it_goes_at_once()
    {
        GrantScene granted = ClosedMesh.After(ClosedMesh.GrantEveryone(wish => wish with { Paths = ["/a"] }));
        AccessChangePlan more = granted.GrantEveryone(wish => wish with { Paths = ["/b"] });
        Assert.Equal(["/a", "/b"], Assert.Single(more.Grants).Allows);
        Assert.IsType<ObjectUpdate>(Assert.Single(more.Writes));
        AccessChangePlan revoked = granted.RevokeEveryone(callers: Called(Caller("edge", "gateway", 5)));
        Assert.Equal("Revoke the access of everyone to shop/backend", revoked.Title);
        Assert.Equal(
            ["According to Istio's metrics, in the last 24 hours edge/gateway (about 5 requests) called it and would lose access."],
            revoked.Warnings);
        Assert.Equal(ClusterMissing, Assert.Throws<ClusterException>(() => ClosedMesh.RevokeEveryone()).Message);
    }

    [Fact]
    public void Whoever_is_denied_all_the_same_is_named()
    {
        KubeObject no = Mesh("no", """
            {"action":"DENY","rules":[{"from":[{"source":{"principals":["cluster.local/ns/shop/sa/batch"]}}]}]}
            """);
        Assert.Equal(
            ["Not everyone can call shop/backend: shop/batch still cannot. AuthorizationPolicy shop/no rule 1 denies it."],
            ClosedMesh.With(no).GrantEveryone(wish => wish with { Methods = ["GET"] }).Warnings);
    }

    [Fact]
    public void The_last_one_opens_the_service_or_leaves_it_closed()
    {
        GrantScene granted = InMesh.After(InMesh.GrantEveryone(wish => wish with { Methods = ["GET"], Force = true }));
        Assert.Equal(ClusterFault.ProtectedObject, Assert.Throws<ClusterException>(() => granted.RevokeEveryone()).Fault);
        Assert.Equal(
            ["backend-from-nobody"], granted.After(granted.RevokeEveryone(keepClosed: true)).Policies.Select(policy => policy.Name));
        Assert.Equal(
            ["backend-from-nobody"], granted.After(granted.Revoke("*", keepClosed: true)).Policies.Select(policy => policy.Name));
        Assert.Empty(granted.After(granted.RevokeEveryone(force: true)).Policies);
    }

    private const string ClusterMissing = "There is no grant of everyone to shop/backend that this module made.";

    private static JsonObject Spec(AccessChangePlan plan) =>
        Assert.IsType<ObjectCreation>(Assert.Single(plan.Writes)).Manifest["spec"]!.AsObject();

    private static void AssertSpec(AccessChangePlan plan, string name, string expected)
    {
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), Spec(plan).ToJsonString());
        Assert.Equal(name, plan.Writes[0].Target.Name);
    }
}
