using System.Text.RegularExpressions;
using MicroK8s.Access.Grants;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Resources;
using static MicroK8s.Tests.Access.Grants.GrantScene;

namespace MicroK8s.Tests.Access.Grants;

/// <summary>
/// Ways to close a service by accident, or to open it: each is refused, or said before anything is written.
/// <c>docs/access.md</c> lists the same.
/// </summary>
public sealed partial class LockOutTests
{
    private const string Warning = "a warning";

    private static readonly KubeObject AllowNothing = Mesh("nothing", "{}");

    public static IReadOnlyList<(string Name, string Answer, string Says, Func<AccessChangePlan> Call)> Rows { get; } =
    [
        ("The first NetworkPolicy of an open service", "`ReceivesTraffic`", "may call it today and would lose access",
            () => new GrantScene().Grant(wish => wish)),
        ("The first AuthorizationPolicy of an open service", "`ReceivesTraffic`", "shop/batch",
            () => InMesh.Grant(wish => wish)),
        ("The pods of the service call each other", "`ReceivesTraffic`", "its own pods (among themselves)",
            () => new GrantScene().Grant(wish => wish)),
        ("An ingress or gateway leads to the service", "`ReceivesTraffic`", "Requests come by Ingress shop/edge",
            () => new GrantScene().Grant(wish => wish with { Routes = ["Ingress shop/edge"] })),
        ("Someone of another namespace called within the last day", "`ReceivesTraffic`", "edge/gateway (about 12 requests) called it and would lose access",
            () => InMesh.Grant(wish => wish with { Callers = Called(Caller("edge", "gateway", 12)) })),
        ("Someone without a sidecar called within the last day", "`ReceivesTraffic`", "callers without a proxy of the mesh (about 1 request) called it and would lose access",
            () => InMesh.Grant(wish => wish with { Callers = Called(new ObservedCaller(null, null, null) { Requests = 1 }) })),
        ("The first grant is to everyone, for some requests", "`ReceivesTraffic`", "closes it for all but GET /public/*",
            () => InMesh.GrantEveryone(wish => wish with { Methods = ["GET"], Paths = ["/public/*"] })),
        ("A grant to everyone that allows every request", Warning, "grants to certain callers restrict nothing",
            () => ClosedMesh.GrantEveryone(wish => wish)),
        ("Everyone is meant, but only mutual TLS is taken", Warning, "Not everyone can call shop/backend: PeerAuthentication shop/default",
            () => ClosedMesh.With(Peer("STRICT")).GrantEveryone(wish => wish)),
        ("Prometheus scrapes the pods", "`ReceivesTraffic`", "Prometheus",
            () => new GrantScene().Grant(wish => wish)),
        ("Other workloads have the labels of the service", "`ReceivesTraffic`", "The policy closes shop/reports too",
            () => new GrantScene().Where(Workload("reports", app: "backend")).Grant(wish => wish)),
        ("The caller has no sidecar, so it has no identity", "`InvalidSpec`", "-From 'frontend' has no proxy",
            () => ClosedMesh.Where(Inject("frontend", false)).Grant(wish => wish with { Mesh = true })),
        ("The service has no sidecar, so the policy has no effect", "`InvalidSpec`", "-To 'backend' has no proxy",
            () => new GrantScene().Grant(wish => wish with { Mesh = true })),
        ("Mutual TLS is off, so no caller has an identity", "`InvalidSpec`", "takes no mutual TLS",
            () => ClosedMesh.With(Peer("DISABLE")).Grant(wish => wish)),
        ("Istio is not installed", "`KindNotSupported`", "Istio is not installed",
            () => new GrantScene().Grant(wish => wish with { Mesh = true, IsMeshServed = false })),
        ("The caller shares its service account", "`ProtectedObject`", "shares service account frontend with shop/batch",
            () => ClosedMesh.Where(Workload("batch", """{"serviceAccountName":"frontend"}""")).Grant(wish => wish)),
        ("The caller runs as service account `default`", Warning, "runs as service account default",
            () => ClosedMesh.Where(Workload("frontend", """{"serviceAccountName":null}""")).Grant(wish => wish)),
        ("A method that does not exist", "`InvalidSpec`", "-Method 'GTE' must be one of",
            () => ClosedMesh.Grant(wish => wish with { Methods = ["GTE"] })),
        ("A path without a slash", "`InvalidSpec`", "-Path 'public/*' matches no request",
            () => ClosedMesh.Grant(wish => wish with { Paths = ["public/*"] })),
        ("A path with a query", "`InvalidSpec`", "has no query",
            () => ClosedMesh.Grant(wish => wish with { Paths = ["/orders?id=1"] })),
        ("A `*` in the middle of a path", "`InvalidSpec`", "takes it literally",
            () => ClosedMesh.Grant(wish => wish with { Paths = ["/orders/*/items"] })),
        ("Methods or paths with a NetworkPolicy only", "`InvalidSpec`", "-Method 'GET' needs the mesh",
            () => Closed.Grant(wish => wish with { Methods = ["GET"], Network = true })),
        ("Methods or paths at a port that is not HTTP", "`InvalidSpec`", "can match nothing at port 9090",
            () => ClosedMesh.Grant(wish => wish with { Methods = ["GET"], Ports = ["90"] })),
        ("Methods or paths in ambient mode", "`InvalidSpec`", "it is in ambient mode",
            () => new GrantScene { Proxy = """, "istio.io/dataplane-mode": "ambient" """ }.With(AllowNothing)
                .Grant(wish => wish with { Methods = ["GET"] })),
        ("A port that the service does not have", "`InvalidSpec`", "-Port 'grpc' is not a port",
            () => Closed.Grant(wish => wish with { Ports = ["grpc"] })),
        ("The namespace of the caller has no label with its name", "`InvalidSpec`", "no NetworkPolicy can select it",
            () => (Closed with { IsOldServer = true }).Where(Workload("frontend", space: "web")).Grant(wish => wish)),
        ("The caller uses the network of its node", "`InvalidSpec`", "-From 'frontend' uses the network of its node",
            () => Closed.Where(Workload("frontend", """{"hostNetwork":true}""")).Grant(wish => wish)),
        ("The service uses the network of its node", "`InvalidSpec`", "-To 'backend' uses the network of its node",
            () => Closed.Where(Workload("backend", """{"hostNetwork":true}""")).Grant(wish => wish)),
        ("A DENY policy denies the call all the same", Warning, "AuthorizationPolicy shop/no rule 1 denies it",
            () => ClosedMesh.With(Mesh("no", """{"action":"DENY","rules":[{}]}""")).Grant(wish => wish)),
        ("A NetworkPolicy shuts out the caller that the mesh allows", Warning, "still cannot call shop/backend",
            () => ClosedMesh.With(Network("closed", """{"podSelector":{}}""")).Grant(wish => wish)),
        ("Another policy allows the call already", Warning, "This grant adds nothing",
            () => Closed.With(Network("open", """{"podSelector":{},"ingress":[{}]}""")).Grant(wish => wish)),
        ("The policies may not be read", "`AccessDenied`", "may not list networkpolicies",
            () => (Closed with { Gaps = [Denied(ResourceTypes.NetworkPolicy)] }).Grant(wish => wish)),
        ("A policy of others has the name", "`AlreadyExists`", "it is no grant of shop/frontend",
            () => Closed.With(Network("backend-from-shop.frontend", "{}")).Grant(wish => wish)),
        ("The service belongs to the cluster itself", "`ProtectedObject`", "Namespace 'kube-system' belongs to the cluster",
            () => new GrantScene().Where(Workload("backend", space: "kube-system")).Grant(wish => wish)),
        ("Revoking the last grant, which opens the service to everyone", "`ProtectedObject`", "everyone may call it",
            () => Granted().Revoke()),
        ("A revoked caller that another policy still allows", Warning, "may still call shop/backend",
            () => Granted().With(Network("open", """{"podSelector":{},"ingress":[{}]}""")).Revoke()),
        ("Revoking the access of someone who called within the last day", Warning, "shop/frontend (about 7 requests) called it and would lose access",
            () => Closed.After(Closed.Grant(wish => wish)).Revoke(callers: Called(Caller("shop", "frontend", 7)))),
        ("Revoking what others allowed", "`ResourceNotFound`", "that this module made",
            () => Closed.With(Network("open", """{"podSelector":{},"ingress":[{}]}""")).Revoke()),
    ];

    [Fact]
    public void Every_accident_is_refused_or_said_before()
    {
        Assert.All(Rows, row =>
        {
            if (row.Answer == Warning)
            {
                AccessChangePlan plan = row.Call();
                Assert.Contains(plan.Warnings, text => text.Contains(row.Says, StringComparison.Ordinal));
                return;
            }

            ClusterException fault = Assert.Throws<ClusterException>(row.Call);
            Assert.Equal(row.Answer.Trim('`'), $"{fault.Fault}");
            Assert.Contains(row.Says, fault.Message, StringComparison.Ordinal);
            Assert.NotNull(fault.Advice ?? (fault.Fault == ClusterFault.AccessDenied || fault.Parameter is not null ? "" : null));
        });
    }

    [Fact]
    public void The_page_lists_the_same()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "access.md"));
        Assert.Equal(
            Rows.Select(row => (row.Name, row.Answer)),
            RowOfPage().Matches(page).Select(match => (match.Groups[1].Value, match.Groups[2].Value)));
    }

    [Fact]
    public void What_is_insisted_on_is_done_with_a_warning()
    {
        AccessChangePlan plan = new GrantScene().Grant(wish => wish with { Force = true });
        Assert.Contains(plan.Warnings, text => text.Contains("is open to everyone in the network", StringComparison.Ordinal));
        Assert.Single(plan.Writes);
        Assert.Contains(
            Granted().Revoke(force: true).Warnings,
            text => text.Contains("everyone may call it afterwards", StringComparison.Ordinal));
    }

    private static GrantScene Granted()
    {
        var open = new GrantScene();
        return open.After(open.Grant(wish => wish with { Force = true }));
    }

    private static KubeObject Inject(string name, bool isInjected) => KubeObject.Parse(
        Workload(name).Json.GetRawText().Replace(
            "\"version\": \"v1\"", $"\"version\": \"v1\", \"sidecar.istio.io/inject\": \"{(isInjected ? "true" : "false")}\"",
            StringComparison.Ordinal));

    [GeneratedRegex(@"^\| ([^|]+?) \| (`\w+`|a warning) \|", RegexOptions.Multiline)]
    private static partial Regex RowOfPage();
}
