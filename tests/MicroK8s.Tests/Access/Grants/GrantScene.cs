using System.Text.Json.Nodes;
using MicroK8s.Access;
using MicroK8s.Access.Grants;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Access.Grants;

/// <summary>A namespace <c>shop</c> with <c>frontend</c>, <c>backend</c>, <c>batch</c>, and what policies there are.</summary>
internal sealed record GrantScene
{
    public const string Shop = "shop";

    /// <summary>Labels that every namespace has from Kubernetes 1.21 on; taken away by older.</summary>
    public bool IsOldServer { get; init; }

    public string Proxy { get; init; } = "";

    public IReadOnlyList<KubeObject> Workloads { get; init; } =
        [Workload("backend"), Workload("frontend"), Workload("batch")];

    public IReadOnlyList<KubeObject> Policies { get; init; } = [];

    public IReadOnlyList<AccessGap> Gaps { get; init; } = [];

    public AccessSnapshot Read => new()
    {
        Namespaces = [Shop],
        Parties = [.. Workloads.Select(item => AccessParties.Of(item, LabelsOf(item.Namespace!), []))],
        Services =
        [
            Object("v1", "Service", "backend", """
                {"selector":{"app":"backend"},"ports":[{"name":"http","port":80,"targetPort":"web"},{"name":"tcp-admin","port":90,"targetPort":9090}]}
                """),
        ],
        NetworkPolicies = [.. Policies.Where(policy => policy.Kind == "NetworkPolicy")],
        AuthorizationPolicies = [.. Policies.Where(policy => policy.Kind == "AuthorizationPolicy")],
        PeerAuthentications = [.. Policies.Where(policy => policy.Kind == "PeerAuthentication")],
        Gaps = Gaps,
    };

    public static GrantScene InMesh => new() { Proxy = """, "istio-injection": "enabled" """ };

    /// <summary>A NetworkPolicy lets nobody in.</summary>
    public static GrantScene Closed => new GrantScene().With(Network("closed", """{"podSelector":{}}"""));

    /// <summary>An AuthorizationPolicy lets nobody in.</summary>
    public static GrantScene ClosedMesh => InMesh.With(Mesh("nothing", "{}"));

    public GrantScene With(params KubeObject[] policies) => this with { Policies = [.. Policies, .. policies] };

    /// <summary>What is called instead of what has its name.</summary>
    public GrantScene Where(params KubeObject[] workloads) => this with
    {
        Workloads = [.. Workloads.Where(item => workloads.All(other => other.Name != item.Name)), .. workloads],
    };

    public KubeObject Of(string name) => Workloads.Single(item => item.Name == name);

    public AccessGrantRequest Request(string to = "backend", params string[] from) => new(
        Of(to), [.. (from.Length == 0 ? ["frontend"] : from).Select(Of)])
    {
        IsMeshServed = true,
    };

    public AccessChangePlan Grant(Func<AccessGrantRequest, AccessGrantRequest> wish) =>
        AccessGrantPlanner.Plan(wish(Request()), Read);

    /// <summary>What is allowed to everyone, and to nobody by name.</summary>
    public AccessChangePlan GrantEveryone(Func<AccessGrantRequest, AccessGrantRequest> wish) =>
        AccessGrantPlanner.Plan(wish(Request() with { From = [], Everyone = true }), Read);

    public AccessChangePlan Revoke(
        string from = "frontend", bool force = false, bool keepClosed = false, ObservedCallers? callers = null) =>
        AccessRevocationPlanner.Plan(
            new AccessRevocationRequest(Shop, "backend", Shop, name => from == "*" || name == from)
            {
                From = from, All = from == "*", Force = force, KeepClosed = keepClosed, Callers = callers ?? Nobody,
            }, Read);

    public AccessChangePlan RevokeEveryone(bool force = false, bool keepClosed = false, ObservedCallers? callers = null) =>
        AccessRevocationPlanner.Plan(
            new AccessRevocationRequest(Shop, "backend", Shop, _ => false)
            {
                Everyone = true, Force = force, KeepClosed = keepClosed, Callers = callers ?? Nobody,
            }, Read);

    /// <summary>Prometheus has the metrics, and nobody called.</summary>
    public static ObservedCallers Nobody { get; } = new(TimeSpan.FromDays(1), []);

    public static ObservedCallers Called(params ObservedCaller[] callers) => Nobody with { Callers = callers };

    /// <summary>A workload with a sidecar that called.</summary>
    public static ObservedCaller Caller(string space, string name, long requests) =>
        new(space, name, $"cluster.local/ns/{space}/sa/{name}") { Requests = requests };

    /// <summary>The scene after a plan was carried out.</summary>
    public GrantScene After(AccessChangePlan plan)
    {
        AccessSnapshot after = GrantObjects.After(Read, plan.Writes);
        return this with
        {
            Policies = [.. after.NetworkPolicies, .. after.AuthorizationPolicies, .. after.PeerAuthentications],
        };
    }

    public static KubeObject Workload(string name, string pod = "{}", string space = Shop, string? app = null) =>
        KubeObject.Parse($$"""
            {
              "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "{{name}}", "namespace": "{{space}}" },
              "spec": {
                "selector": { "matchLabels": { "app": "{{app ?? name}}", "track": "stable" } },
                "template": {
                  "metadata": { "labels": { "app": "{{app ?? name}}", "track": "stable", "version": "v1" } },
                  "spec": {{Merge($$"""{"serviceAccountName":"{{name}}","containers":[{"name":"web","ports":[{"name":"web","containerPort":8080}]}]}""", pod)}}
                }
              }
            }
            """);

    public static KubeObject Network(string name, string spec) => Object("networking.k8s.io/v1", "NetworkPolicy", name, spec);

    public static KubeObject Mesh(string name, string spec) =>
        Object("security.istio.io/v1beta1", "AuthorizationPolicy", name, spec);

    public static KubeObject Peer(string mode) => Object(
        "security.istio.io/v1beta1", "PeerAuthentication", "default", $$"""{"mtls":{"mode":"{{mode}}"} }""");

    public static AccessGap Denied(ResourceType type) =>
        new(type, Shop, new ClusterException(ClusterFault.AccessDenied, $"You may not list {type.Plural}."));

    private static KubeObject Object(string version, string kind, string name, string spec) => KubeObject.Parse($$"""
        {
          "apiVersion": "{{version}}", "kind": "{{kind}}",
          "metadata": { "name": "{{name}}", "namespace": "shop", "uid": "u-{{kind}}-{{name}}", "resourceVersion": "7" },
          "spec": {{spec}}
        }
        """);

    private static string Merge(string one, string other)
    {
        JsonObject json = JsonNode.Parse(one)!.AsObject();
        foreach ((string key, JsonNode? value) in JsonNode.Parse(other)!.AsObject()) json[key] = value?.DeepClone();
        return json.ToJsonString();
    }

    private IReadOnlyDictionary<string, string> LabelsOf(string space) => KubeObject.Parse(
        $$"""{"l":{"{{(IsOldServer ? "x" : "kubernetes.io/metadata.name")}}":"{{space}}"{{Proxy}} } }""").Json.Map("l");
}
