using System.Text.Json.Nodes;
using MicroK8s.Access;
using MicroK8s.Access.Grants;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using static MicroK8s.Tests.Access.Grants.GrantScene;

namespace MicroK8s.Tests.Access.Grants;

public sealed class AccessGrantPlannerTests
{
    [Fact]
    public void The_mesh_is_chosen_where_the_pods_are_in_it()
    {
        AssertSpec(ClosedMesh.Grant(wish => wish with { Methods = ["get", "HEAD"], Paths = ["/public/*"], Ports = ["http"] }), """
            {
              "selector": { "matchLabels": { "app": "backend" } }, "action": "ALLOW",
              "rules": [ {
                "from": [ { "source": { "principals": [ "cluster.local/ns/shop/sa/frontend" ] } } ],
                "to": [ { "operation": { "methods": [ "GET", "HEAD" ], "paths": [ "/public/*" ], "ports": [ "8080" ] } } ]
              } ]
            }
            """);
        Assert.Equal("NetworkPolicy", Assert.Single(Closed.Grant(wish => wish).Writes).Target.Type.Kind);
        Assert.Equal(
            ["NetworkPolicy", "AuthorizationPolicy"],
            ClosedMesh.Grant(wish => wish with { Network = true, Mesh = true, Force = true })
                .Writes.Select(write => write.Target.Type.Kind));
    }

    [Fact]
    public void A_network_policy_names_the_port_as_the_Service_does()
    {
        AssertSpec(Closed.Grant(wish => wish with { Ports = ["80", "9090"] }), """
            {
              "podSelector": { "matchLabels": { "app": "backend" } }, "policyTypes": [ "Ingress" ],
              "ingress": [ {
                "from": [ { "podSelector": { "matchLabels": { "app": "frontend" } } } ],
                "ports": [ { "protocol": "TCP", "port": "web" }, { "protocol": "TCP", "port": 9090 } ]
              } ]
            }
            """);
    }

    [Fact]
    public void A_caller_of_another_namespace_is_selected_by_both()
    {
        AccessChangePlan plan = Closed.Where(Workload("frontend", space: "web")).Grant(wish => wish);
        JsonNode peer = Spec(plan)["ingress"]![0]!["from"]![0]!;
        Assert.Equal("web", (string?)peer["namespaceSelector"]!["matchLabels"]!["kubernetes.io/metadata.name"]);
        Assert.Equal("frontend", (string?)peer["podSelector"]!["matchLabels"]!["app"]);
        Assert.Equal("backend-from-web.frontend", plan.Writes[0].Target.Name);
    }

    [Fact]
    public void Egress_is_opened_only_where_it_is_closed_and_DNS_stays_as_it_is()
    {
        Assert.Single(Closed.Grant(wish => wish).Writes);
        KubeObject shut = Network("shut", """
            {"podSelector":{"matchLabels":{"app":"frontend"}},"policyTypes":["Egress"],"egress":[{"ports":[{"protocol":"UDP","port":53}]}]}
            """);
        AccessChangePlan plan = Closed.With(shut).Grant(wish => wish with { Ports = ["http"] });
        Assert.Equal(["backend-from-shop.frontend", "frontend-to-shop.backend"], plan.Writes.Select(write => write.Target.Name));
        var egress = (ObjectCreation)plan.Writes[1];
        Assert.Equal("""[{"protocol":"TCP","port":"web"}]""", egress.Manifest["spec"]!["egress"]![0]!["ports"]!.ToJsonString());
        Assert.Equal("""["Egress"]""", egress.Manifest["spec"]!["policyTypes"]!.ToJsonString());
        Assert.Equal([AccessLayer.NetworkIngress, AccessLayer.NetworkEgress], plan.Grants.Select(grant => grant.Layer));
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Ambient_traffic_comes_by_its_own_port()
    {
        GrantScene ambient = new GrantScene { Proxy = """, "istio.io/dataplane-mode": "ambient" """ }
            .With(Network("closed", """{"podSelector":{}}"""));
        JsonNode ports = Spec(ambient.Grant(wish => wish with { Network = true, Ports = ["http"] }))["ingress"]![0]!["ports"]!;
        Assert.Equal("""[{"protocol":"TCP","port":"web"},{"protocol":"TCP","port":15008}]""", ports.ToJsonString());
    }

    [Fact]
    public void Granting_twice_changes_nothing_and_more_is_added_to_the_same_object()
    {
        GrantScene granted = ClosedMesh.After(ClosedMesh.Grant(wish => wish with { Methods = ["GET"], Paths = ["/a"] }));
        AccessChangePlan again = granted.Grant(wish => wish with { Methods = ["GET"], Paths = ["/a"] });
        Assert.True(again.IsEmpty);
        Assert.Equal("Unchanged", Assert.Single(again.Grants).Outcome);

        AccessChangePlan more = granted.Grant(wish => wish with { Methods = ["POST"], Paths = ["/b"] });
        Assert.IsType<ObjectUpdate>(Assert.Single(more.Writes));
        Assert.Equal("Extended", Assert.Single(more.Grants).Outcome);
        Assert.Equal(["GET /a", "POST /b"], more.Grants[0].Allows);

        AccessChangePlan all = granted.Grant(wish => wish);
        Assert.Equal(["everything"], all.Grants[0].Allows);
        Assert.True(granted.After(all).Grant(wish => wish with { Methods = ["GET"] }).IsEmpty);
    }

    [Fact]
    public void Ports_of_a_network_grant_are_added_too()
    {
        GrantScene granted = Closed.After(Closed.Grant(wish => wish with { Ports = ["80"] }));
        Assert.True(granted.Grant(wish => wish with { Ports = ["http"] }).IsEmpty);
        Assert.Equal(
            ["port web/TCP", "port 9090/TCP"], granted.Grant(wish => wish with { Ports = ["90"] }).Grants[0].Allows);
        Assert.Equal(["everything"], granted.Grant(wish => wish).Grants[0].Allows);
    }

    [Fact]
    public void What_was_made_says_so_and_long_names_are_cut()
    {
        var made = (ObjectCreation)Closed.Grant(wish => wish).Writes[0];
        Assert.Equal("MicroK8s.PowerShell", (string?)made.Manifest["metadata"]!["labels"]!["app.kubernetes.io/managed-by"]);
        Assert.Equal("shop/backend", (string?)made.Manifest["metadata"]!["annotations"]!["microk8s-powershell/access-to"]);
        Assert.Equal("shop/frontend", (string?)made.Manifest["metadata"]!["annotations"]!["microk8s-powershell/access-from"]);

        string one = new('a', 240), other = new('b', 240);
        GrantScene far = Closed.Where(Workload(one), Workload(other));
        string[] names =
        [
            .. new[] { (one, other), (other, one), (one, "batch") }.Select(pair =>
                AccessGrantPlanner.Plan(far.Request(pair.Item1, pair.Item2), far.Read).Writes[0].Target.Name),
        ];
        Assert.All(names, name => Assert.InRange(name.Length, 1, 253));
        Assert.Equal(3, names.Distinct().Count());
    }

    [Fact]
    public void The_last_grant_goes_and_the_service_stays_closed_if_asked()
    {
        foreach (GrantScene open in (GrantScene[])[new(), InMesh])
        {
            GrantScene granted = open.After(open.Grant(wish => wish with { Force = true }));
            AccessChangePlan plan = granted.Revoke(keepClosed: true);
            Assert.Equal([typeof(ObjectCreation), typeof(ObjectDeletion)], plan.Writes.Select(write => write.GetType()));
            GrantScene closed = granted.After(plan);
            AccessLayer layer = open.Proxy.Length == 0 ? AccessLayer.NetworkIngress : AccessLayer.Mesh;
            AccessParty to = closed.Read.Parties.Single(party => party.Name == "backend");
            Assert.All(closed.Read.Parties, party => Assert.False(
                GrantEffects.Decide(layer, new AccessRequest(party, to), closed.Read).Allowed));

            // Now it is closed, so a grant shuts nobody out; all of it goes with a wildcard only.
            GrantScene again = closed.After(closed.Grant(wish => wish));
            Assert.Single(again.Revoke().Writes);
            Assert.Throws<ClusterException>(() => again.Revoke("*"));
            Assert.Empty(again.After(again.Revoke("*", force: true)).Policies);
        }
    }

    [Fact]
    public void Only_the_grants_of_the_pair_go()
    {
        GrantScene both = Closed.After(AccessGrantPlanner.Plan(Closed.Request("backend", "frontend", "batch"), Closed.Read));
        Assert.Equal(["backend-from-shop.frontend"], both.Revoke().Writes.Select(write => write.Target.Name));
        Assert.Equal(2, both.Revoke("*").Writes.Count);
        ClusterException fault = Assert.Throws<ClusterException>(() => both.Revoke("nobody-knows"));
        Assert.Equal(ClusterFault.ResourceNotFound, fault.Fault);
        Assert.Contains("shop/batch, shop/frontend", fault.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_of_another_kind_does_not_get_the_grant_of_its_namesake()
    {
        var twin = KubeObject.Parse(Workload("frontend", app: "other").Json.GetRawText()
            .Replace("Deployment", "StatefulSet", StringComparison.Ordinal));
        GrantScene granted = Closed.After(Closed.Grant(wish => wish));
        GrantScene both = granted with { Workloads = [.. granted.Workloads, twin] };
        Assert.True(AccessGrantPlanner.Plan(granted.Request(), both.Read).IsEmpty);
        ClusterException refused = Assert.Throws<ClusterException>(() =>
            AccessGrantPlanner.Plan(granted.Request() with { From = [twin] }, both.Read));
        Assert.Equal(ClusterFault.AlreadyExists, refused.Fault);
        Assert.Contains("of another kind and the same name", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/public/*")]
    [InlineData("*/info")]
    [InlineData("*")]
    [InlineData("/orders/{*}/items")]
    [InlineData("/files/{**}")]
    public void A_path_that_the_mesh_can_match_is_taken(string path) =>
        Assert.Single(ClosedMesh.Grant(wish => wish with { Paths = [path] }).Writes);

    [Theory]
    [InlineData("")]
    [InlineData("/a b")]
    [InlineData("/a#b")]
    [InlineData("*a*")]
    [InlineData("/a{*}")]
    [InlineData("/{*}/a*")]
    [InlineData("/{id}")]
    public void Any_other_path_is_refused(string path) => Assert.Equal(
        "Path",
        Assert.Throws<ClusterException>(() => ClosedMesh.Grant(wish => wish with { Paths = [path] })).Parameter);

    private static JsonObject Spec(AccessChangePlan plan) =>
        Assert.IsType<ObjectCreation>(plan.Writes[0]).Manifest["spec"]!.AsObject();

    private static void AssertSpec(AccessChangePlan plan, string expected) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), Spec(plan).ToJsonString());
}
