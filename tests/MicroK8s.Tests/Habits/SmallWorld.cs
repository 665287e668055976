using System.Globalization;
using System.Text.Json.Nodes;

namespace MicroK8s.Tests.Habits;

/// <summary>
/// What a cluster of one namespace, <c>shop</c>, has: the service <c>web</c> with two revisions, a pod and an Istio
/// route, <c>held</c>, which is paused, and <c>tried</c>, which has a canary; of <c>watched</c> only a Service is left, with
/// the annotations of its monitoring. It keeps what is written, and no rollout in
/// it ever ends. It has two nodes, whose pods are those of the namespace; <c>node-2</c> is cordoned.
/// </summary>
internal sealed class SmallWorld
{
    private static readonly Dictionary<string, string[]> Kinds = new(StringComparer.Ordinal)
    {
        ["v1"] =
        [
            "pods:Pod", "services:Service", "configmaps:ConfigMap", "secrets:Secret", "events:Event", "nodes:Node",
            "pods/eviction:Eviction",
        ],
        ["apps/v1"] =
        [
            "deployments:Deployment", "replicasets:ReplicaSet", "statefulsets:StatefulSet", "daemonsets:DaemonSet",
        ],
        ["networking.istio.io/v1beta1"] =
            ["virtualservices:VirtualService", "destinationrules:DestinationRule"],
        ["networking.k8s.io/v1"] = ["networkpolicies:NetworkPolicy"],
    };

    private readonly List<JsonObject> _items =
    [
        Deployment("web", "d", paused: false),
        Deployment("held", "h", paused: true),
        Deployment("tried", "y", paused: false),
        Deployment("tried-canary", "c", paused: false),
        Revision(1),
        Revision(2),
        ObjectBuilder.Service().Shown("s", "1").Label("app", "web").WithSpec(
            """
            {"selector":{"app":"web"},"clusterIP":"10.0.0.1","ports":[{"port":80,"targetPort":80,"protocol":"TCP"}]}
            """).Json,
        ObjectBuilder.Service("watched").Shown("m", "1").Annotation("prometheus.io/scrape", "true")
            .Annotation(
                "microk8s-powershell/before-monitoring",
                """{"watched":{"/metadata/annotations/prometheus.io~1scrape":{"made":"true"}}}""").Json,
        ObjectBuilder.Pod("web-2-a", Container(2, "web")).Shown("p", "1").Label("app", "web").Label("track", "stable")
            .OwnedBy("r2", "ReplicaSet", "web-2").WithStatus(
                """
                {"phase":"Running","conditions":[{"type":"Ready","status":"True"}],
                 "containerStatuses":[{"name":"web","ready":true,"image":"shop/web:v2","state":{"running":{}}}]}
                """).Json,
        ObjectBuilder.Of("VirtualService", "web").Shown("v", "1").WithSpec(
            """
            {"hosts":["web"],"http":[{"route":[
              {"destination":{"host":"web","subset":"stable"},"weight":90},
              {"destination":{"host":"web","subset":"canary"},"weight":10}]}]}
            """).Json,
        ObjectBuilder.Of("DestinationRule", "web").Shown("t", "1").WithSpec(
            """
            {"host":"web","trafficPolicy":{"tls":{"mode":"ISTIO_MUTUAL"}},"subsets":[
              {"name":"stable","labels":{"track":"stable"}},{"name":"canary","labels":{"track":"canary"}}]}
            """).Json,
        ObjectBuilder.Of("NetworkPolicy", "web-from-shop.held").Shown("n", "1")
            .Label("app.kubernetes.io/managed-by", "MicroK8s.PowerShell").Annotation("microk8s-powershell/access-to", "shop/web")
            .Annotation("microk8s-powershell/access-from", "shop/held").WithSpec(
                """
                {"podSelector":{"matchLabels":{"app":"web"}},"policyTypes":["Ingress"],
                 "ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"held"}}}]}]}
                """).Json,
        Node("node-1", "{}"),
        Node("node-2", """{"unschedulable":true,"taints":[{"key":"a","effect":"NoSchedule"}]}"""),
        ObjectBuilder.Of("Namespace", "shop").WithMetadata("""{"uid":"n","resourceVersion":"1"}""")
            .WithStatus("""{"phase":"Active"}""").Json,
    ];

    /// <summary>What a healthy API server says to a request that is no stream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isTried">Whether it is a dry run.</param>
    public (int Status, string Body) Answer(RawRequest request, bool isTried)
    {
        lock (_items)
        {
            return request.Path switch
            {
                "/version" => (200, """{"gitVersion":"v1.30.0","major":"1","minor":"30"}"""),
                "/livez" or "/readyz" or "/healthz" => (200, "ok"),
                "/apis" => (200, Groups()),
                var path when Served(path) is { } list => (200, list),
                var path => Answer(request, path.Split('/', StringSplitOptions.RemoveEmptyEntries), isTried),
            };
        }
    }

    private static (int Status, string Body) NotFound =>
        (404, """{"kind":"Status","status":"Failure","reason":"NotFound","message":"not found","code":404}""");

    /// <summary>A command would need a change of protocol.</summary>
    private static (int Status, string Body) Forbidden =>
        (403, """{"kind":"Status","status":"Failure","reason":"Forbidden","message":"not allowed","code":403}""");

    private (int Status, string Body) Answer(RawRequest request, string[] parts, bool isTried)
    {
        string[] inside = parts.Length == 0 ? [] : parts[0] == "api" ? [.. parts.Skip(2)] : [.. parts.Skip(3)];
        if (inside is ["namespaces", _, _, ..]) inside = inside[2..];
        if (inside.Length == 0) return NotFound;
        if (inside[^1] == "exec") return Forbidden;
        if (request.Method == "POST") return (201, Store(JsonNode.Parse(request.Body)!.AsObject(), isTried));
        JsonObject[] kind = [.. _items.Where(item => PluralOf(item) == inside[0])];
        if (inside.Length == 1) return (200, ListOf(kind, request.Target));
        JsonObject? one = kind.FirstOrDefault(item => NameOf(item) == inside[1]);
        bool isApplied = request.Header("Content-Type")?.Contains("apply", StringComparison.Ordinal) == true;
        return (request.Method, one) switch
        {
            ("PATCH", _) when isApplied => (201, Store(JsonNode.Parse(request.Body)!.AsObject(), isTried)),
            (_, null) => NotFound,
            ("PATCH", _) => (200, Store(Patched(one, request.Body), isTried)),
            ("DELETE", _) => (200, Delete(one, isTried)),
            _ => (200, one.ToJsonString()),
        };
    }

    private static string ListOf(IEnumerable<JsonObject> kind, string target)
    {
        string? name = Uri.UnescapeDataString(target).Split("metadata.name=") is [_, var rest]
            ? rest.Split('&')[0]
            : null;
        IEnumerable<string> found =
            kind.Where(item => name is null || name == NameOf(item)).Select(item => item.ToJsonString());
        return $$"""{"kind":"List","metadata":{"resourceVersion":"1"},"items":[{{string.Join(',', found)}}]}""";
    }

    private string Store(JsonObject item, bool isTried)
    {
        JsonNode metadata = item["metadata"]!;
        metadata["uid"] ??= Guid.NewGuid().ToString();
        metadata["resourceVersion"] = $"{(int.TryParse((string?)metadata["resourceVersion"], out int old) ? old : 0) + 1}";
        metadata["generation"] = ((int?)metadata["generation"] ?? 0) + 1;
        if (!isTried)
        {
            _items.RemoveAll(one => PluralOf(one) == PluralOf(item) && NameOf(one) == NameOf(item));
            _items.Add(item);
        }

        return item.ToJsonString();
    }

    private string Delete(JsonObject item, bool isTried)
    {
        if (!isTried) _items.Remove(item);
        return """{"kind":"Status","status":"Success"}""";
    }

    /// <summary>A JSON Patch, as far as this module writes one.</summary>
    private static JsonObject Patched(JsonObject item, string patch)
    {
        JsonObject copy = item.DeepClone().AsObject();
        foreach (JsonNode? step in JsonNode.Parse(patch)!.AsArray())
        {
            string[] path = [.. ((string)step!["path"]!).Split('/').Skip(1).Select(part =>
                part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
            JsonNode? parent = copy;
            foreach (string part in path[..^1]) parent = parent is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)] : parent![part];
            JsonNode? value = step["value"]?.DeepClone();
            switch ((string)step["op"]!, parent)
            {
                case ("remove", JsonObject map): map.Remove(path[^1]); break;
                case ("remove", JsonArray list): list.RemoveAt(int.Parse(path[^1], CultureInfo.InvariantCulture)); break;
                case ("add" or "replace", JsonObject map): map[path[^1]] = value; break;
                case ("add", JsonArray list) when path[^1] == "-": list.Add(value); break;
                case ("add", JsonArray list): list.Insert(int.Parse(path[^1], CultureInfo.InvariantCulture), value); break;
                case ("replace", JsonArray list): list[int.Parse(path[^1], CultureInfo.InvariantCulture)] = value; break;
            }
        }

        return copy;
    }

    private static string Groups() => $$"""
        {"kind":"APIGroupList","groups":[{{string.Join(',', Kinds.Keys.Where(key => key != "v1").Select(version =>
            $$$"""{"name":"{{{version.Split('/')[0]}}}","preferredVersion":{"groupVersion":"{{{version}}}"}}"""))}}]}
        """;

    private static string? Served(string path)
    {
        string version = path.StartsWith("/apis/", StringComparison.Ordinal)
            ? path["/apis/".Length..]
            : path.StartsWith("/api/", StringComparison.Ordinal) ? path["/api/".Length..] : "";
        if (!Kinds.TryGetValue(version, out string[]? kinds)) return null;
        IEnumerable<string> resources = kinds.Select(kind => kind.Split(':')).Select(pair =>
            $$"""{"name":"{{pair[0]}}","kind":"{{pair[1]}}","namespaced":true,"verbs":["get","list","watch"]{{(pair[1] == "Eviction" ? Eviction : "")}} }""");
        return $$"""{"kind":"APIResourceList","groupVersion":"{{version}}","resources":[{{string.Join(',', resources)}}]}""";
    }

    private const string Eviction = """
        ,"group":"policy","version":"v1"
        """;

    private static JsonObject Node(string name, string spec) => ObjectBuilder.Of("Node", name).Shown(name, "1")
        .WithSpec(spec).WithStatus("""{"conditions":[{"type":"Ready","status":"True"}]}""").Json;

    private static string PluralOf(JsonObject item) => ((string)item["kind"]!).ToLowerInvariant() switch
    {
        [.. var start, 'y'] => $"{start}ies",
        var kind => $"{kind}s",
    };

    private static string NameOf(JsonObject item) => (string)item["metadata"]!["name"]!;

    private static JsonObject Deployment(string name, string uid, bool paused) =>
        Workload(ObjectBuilder.Deployment(name), 2, name).Shown(uid, "1", generation: 2)
            .Label("app", name).Label("app.kubernetes.io/name", name)
            .Label("app.kubernetes.io/managed-by", "MicroK8s.PowerShell")
            .Annotation("deployment.kubernetes.io/revision", "2")
            .WithSpec(
                $$"""
                {"paused":{{(paused ? "true" : "false")}},"replicas":1,
                 "selector":{"matchLabels":{"app":"{{name}}","track":"stable"} } }
                """)
            .WithStatus("""{"observedGeneration":2,"replicas":1,"updatedReplicas":0,"unavailableReplicas":1}""")
            .With(item => item.Json["apiVersion"] = "apps/v1").Json;

    private static JsonObject Revision(int number) =>
        Workload(ObjectBuilder.ReplicaSet($"web-{number}", ""), number, "web")
            .Shown($"r{number}", "1", created: $"2024-01-0{number}T00:00:00Z").Label("app", "web")
            .Annotation("deployment.kubernetes.io/revision", $"{number}").OwnedBy("d", "Deployment", "web")
            .WithSpec($$"""{"replicas":{{number - 1}} }""").WithStatus($$"""{"replicas":{{number - 1}} }""").Json;

    /// <summary>Gives a workload the pods of a revision.</summary>
    private static ObjectBuilder Workload(ObjectBuilder workload, int number, string name)
    {
        workload.Template["metadata"]!["labels"]!["track"] = "stable";
        workload.PodSpec["containers"] = new JsonArray(Container(number, name));
        return workload;
    }

    private static JsonObject Container(int number, string name) => new()
    {
        ["name"] = name, ["image"] = $"shop/web:v{number}",
        ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }),
    };
}
