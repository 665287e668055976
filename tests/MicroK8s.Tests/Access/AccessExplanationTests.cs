using MicroK8s.Access;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Access;

/// <summary>What a user reads about policies: sentences, and the matrix.</summary>
public sealed class AccessExplanationTests
{
    private static readonly AccessParty Backend = Mesh("shop/backend app=backend port:http=8080");
    private static readonly AccessParty Frontend = Mesh("shop/frontend app=frontend");
    private static readonly AccessParty Worker = Mesh("shop/worker app=worker");

    [Fact]
    public void Every_rule_is_a_sentence_and_so_is_the_rest()
    {
        AccessSnapshot read = Read(
            Policy("NetworkPolicy", "db", """
                {"podSelector":{"matchLabels":{"app":"backend"}},"policyTypes":["Ingress","Egress"],
                 "ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"frontend"}}},{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}],
                             "ports":[{"port":8080},{"port":9000,"endPort":9010},{"protocol":"UDP","port":"dns"}]}],
                 "egress":[{"ports":[{"port":53,"protocol":"UDP"}]}]}
                """),
            Policy("AuthorizationPolicy", "public", """
                {"selector":{"matchLabels":{"app":"backend"}},
                 "rules":[{"from":[{"source":{"principals":["cluster.local/ns/shop/sa/frontend"]}}],
                           "to":[{"operation":{"methods":["GET"],"paths":["/public/*"]}}]}]}
                """),
            Policy("AuthorizationPolicy", "no-admin", """
                {"action":"DENY","rules":[{"from":[{"source":{"notNamespaces":["ops"]}}],"to":[{"operation":{"paths":["/admin*"]}}]}]}
                """),
            Policy("AuthorizationPolicy", "asks", """
                {"action":"CUSTOM","provider":{"name":"opa"},"rules":[{"when":[{"key":"request.headers[x]","values":["1"]}]}]}
                """),
            Policy("PeerAuthentication", "strict", """{"mtls":{"mode":"STRICT"}}"""));
        Assert.Equal(
            [
                "frontend (pods with app=frontend of namespace shop) or addresses in 10.0.0.0/8 except 10.1.0.0/16 may "
                + "connect to backend on port 8080, 9000-9010, dns/UDP: NetworkPolicy shop/db rule 1",
                "anyone else may not connect to backend: NetworkPolicy shop/db",
                "backend may connect to anyone on port 53/UDP: NetworkPolicy shop/db rule 1",
                "backend may open no other connections: NetworkPolicy shop/db",
                "callers without a proxy of the mesh may not call backend: PeerAuthentication shop/strict takes only mutual TLS",
                "anyone may, if provider opa agrees, send backend any request when request.headers[x] is 1: AuthorizationPolicy shop/asks rule 1",
                "anyone except namespace ops may not send backend /admin*: AuthorizationPolicy shop/no-admin rule 1",
                "frontend (service account shop/frontend) may send backend GET /public/*: AuthorizationPolicy shop/public rule 1",
                "anyone else may not call backend: AuthorizationPolicy shop/public",
            ],
            AccessExplanation.Of(Backend, read).Select(rule => rule.Text));
    }

    [Fact]
    public void What_no_policy_selects_is_open()
    {
        Assert.Equal(
            [
                "backend: open to everyone: no NetworkPolicy selects it for ingress",
                "backend: may connect to anyone: no NetworkPolicy selects it for egress",
                "backend: open to everyone: no AuthorizationPolicy selects it",
            ],
            AccessExplanation.Of(Backend, Read()).Select(rule => rule.Text));
        Assert.DoesNotContain(
            AccessExplanation.Of(Backend with { Proxy = MeshProxy.None }, Read()), rule => rule.Layer == AccessLayer.Mesh);
    }

    [Fact]
    public void A_policy_of_the_mesh_has_no_effect_on_pods_without_a_proxy()
    {
        AccessParty plain = Backend with { Proxy = MeshProxy.None };
        AccessRule rule = Assert.Single(
            AccessExplanation.Of(plain, Read(Policy("AuthorizationPolicy", "none", "{}"))),
            rule => rule.Layer == AccessLayer.Mesh);
        Assert.Equal(AccessAction.Allow, rule.Action);
        Assert.Contains("its pods have no proxy of the mesh, so AuthorizationPolicy shop/none has no effect", rule.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_not_be_read_is_not_known()
    {
        var denial = new ClusterException(ClusterFault.AccessDenied, "No.", "x");
        AccessSnapshot read = Read() with
        {
            Gaps = [new AccessGap(ResourceTypes.NetworkPolicy, "shop", denial), new AccessGap(ResourceTypes.AuthorizationPolicy, "istio-system", denial)],
        };
        Assert.All(AccessExplanation.Of(Backend, read), rule => Assert.Equal(AccessAction.Unknown, rule.Action));
        AccessVerdict verdict = AccessRules.Judge(new AccessRequest(Frontend, Backend), read);
        Assert.Equal(AccessOutcome.Unknown, verdict.Outcome);
        Assert.Equal(
            ["networkpolicies of namespace shop (no right to list them)", "authorizationpolicies of namespace istio-system (no right to list them)"],
            verdict.DependsOn);
        Assert.Contains("may not be read", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_denial_stands_whatever_may_not_be_read()
    {
        AccessSnapshot read = Read(Policy("AuthorizationPolicy", "no", """{"action":"DENY","rules":[{}]}""")) with
        {
            Gaps = [new AccessGap(ResourceTypes.NetworkPolicy, "shop", new ClusterException(ClusterFault.AccessDenied, "No.", "x"))],
        };
        Assert.Equal(AccessOutcome.Denied, AccessRules.Judge(new AccessRequest(Frontend, Backend), read).Outcome);
    }

    [Fact]
    public void Pods_of_which_only_some_have_a_proxy_are_not_surely_closed()
    {
        AccessSnapshot read = Read(Policy("AuthorizationPolicy", "none", "{}"));
        AccessVerdict verdict = AccessRules.Judge(new AccessRequest(Frontend, Backend with { Proxy = null }), read);
        Assert.Equal(AccessOutcome.Unknown, verdict.Outcome);
        Assert.Contains("which pod of shop/backend is called", verdict.DependsOn[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_matrix_tells_who_may_call_whom()
    {
        AccessSnapshot read = Read(Policy("AuthorizationPolicy", "some", """
            {"selector":{"matchLabels":{"app":"backend"}},
             "rules":[{"from":[{"source":{"serviceAccounts":["frontend"]}}]},
                      {"from":[{"source":{"serviceAccounts":["worker"]}}],"to":[{"operation":{"methods":["GET"]}}]}]}
            """));
        AccessMatrixRow backend = AccessMatrix.RowOf(Backend, read);
        Assert.Equal(
            ("frontend", "worker", "", AccessOutcome.Denied),
            (string.Join(',', backend.Allowed), string.Join(',', backend.Partly), string.Join(',', backend.Denied), backend.Outside));
        Assert.Equal(["backend", "worker"], AccessMatrix.RowOf(Frontend, read).Allowed);
    }

    [Theory]
    [InlineData("80", 8080, true)]
    [InlineData("http", 8080, true)]
    [InlineData("8080", 8080, true)]
    [InlineData("6379", 6379, false)]
    [InlineData("5000", 5000, null)]
    public void A_port_of_a_Service_is_led_to_that_of_the_pod(string wanted, int number, bool? isHttp)
    {
        KubeObject[] services =
        [
            Policy("Service", "backend", """
                {"selector":{"app":"backend"},"ports":[{"name":"http","port":80,"targetPort":"http"},{"name":"tcp-redis","port":6379}]}
                """),
        ];
        AccessPort port = AccessPorts.Resolve(Backend, services, wanted);
        Assert.Equal((number, isHttp), (port.Number, port.IsHttp));
        Assert.Equal([8080, 6379], AccessPorts.Of(Backend, services).Select(one => one.Number));
        ClusterException fault = Assert.Throws<ClusterException>(() => AccessPorts.Resolve(Backend, services, "grpc"));
        Assert.Equal((ClusterFault.InvalidSpec, "Port"), (fault.Fault, fault.Parameter));
        Assert.Throws<ClusterException>(() => AccessPorts.Resolve(Backend, services, "65536"));
    }

    [Fact]
    public void A_name_is_a_workload_a_kind_with_a_name_an_account_or_an_address()
    {
        AccessSnapshot read = Read() with { Parties = [Backend, Backend with { Kind = "StatefulSet" }, Frontend, Worker with { Kind = "Pod" }] };
        Assert.Equal(Frontend, AccessParties.Find(read, "From", "frontend", "shop"));
        Assert.Equal("StatefulSet", AccessParties.Find(read, "From", "statefulset/backend", "shop")!.Kind);
        Assert.Equal("Pod", AccessParties.Find(read, "From", "worker", "shop")!.Kind);
        Assert.Equal("cluster.local/ns/shop/sa/frontend", AccessParties.Find(read, "From", "ServiceAccount/frontend", "shop")!.Principal);
        Assert.True(AccessParties.Find(read, "From", "2001:db8::1", "shop")!.IsOutside);
        Assert.Null(AccessParties.Find(read, "From", "nothing", "shop"));
        Assert.Equal(ClusterFault.AmbiguousWorkload, Assert.Throws<ClusterException>(() => AccessParties.Find(read, "To", "backend", "shop")).Fault);
        Assert.Equal("From", Assert.Throws<ClusterException>(() => AccessParties.Find(read, "From", "Node/x", "shop")).Parameter);
        ClusterException wrong = Assert.Throws<ClusterException>(
            () => AccessTest.Judge(read, null, AccessParties.Find(read, "To", "10.0.0.1", "shop")!, null, null, null, null));
        Assert.Equal((ClusterFault.InvalidSpec, "To"), (wrong.Fault, wrong.Parameter));
    }

    [Theory]
    [InlineData("get", null, "Method")]
    [InlineData(null, "x", "Path")]
    public void What_is_asked_of_HTTP_is_checked(string? method, string? path, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<ClusterException>(() => AccessTest.RequireHttp(method, path)).Parameter);

    private static AccessParty Mesh(string text) => AccessCase.Party(text, isMesh: true)!;

    private static AccessSnapshot Read(params KubeObject[] policies) => new()
    {
        Parties = [Backend, Frontend, Worker],
        NetworkPolicies = [.. policies.Where(policy => policy.Kind == "NetworkPolicy")],
        AuthorizationPolicies = [.. policies.Where(policy => policy.Kind == "AuthorizationPolicy")],
        PeerAuthentications = [.. policies.Where(policy => policy.Kind == "PeerAuthentication")],
    };

    private static KubeObject Policy(string kind, string name, string spec) => KubeObject.Parse(
        $$"""{"kind":"{{kind}}","metadata":{"name":"{{name}}","namespace":"shop"},"spec":{{spec}}}""");
}
