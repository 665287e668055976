using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;

namespace MicroK8s.Tests.Traffic;

/// <summary>Objects of a namespace <c>shop</c> with a service <c>web</c>, as the server shows them.</summary>
internal static class ShopObjects
{
    public static ServiceHost Web { get; } = new("web", "shop");

    /// <summary>The service with its stable pods and those of a canary.</summary>
    public static CanaryPods Pods { get; } = new(Web, Labels("stable"), Labels("canary"));

    public static RoutingObjects Read(params IReadOnlyList<KubeObject> objects) => TrafficFixture.Read(objects);

    public static KubeObject Service(string name, string track = "", string metadata = "{}", string ports = "80") =>
        ObjectBuilder.Service(name).Shown($"service-{name}", "7").WithMetadata(metadata)
            .WithSpec($$$"""
                "selector":{"app":"web"{{{(track.Length > 0 ? $",\"track\":\"{track}\"" : "")}}}},
                "ports":[{{{string.Join(',', ports.Split(' ').Select(port => $$"""{"port":{{port}},"targetPort":8080}"""))}}}]
                """).Object();

    /// <summary>An HTTPRoute of a Gateway, with its rules in JSON.</summary>
    public static KubeObject HttpRoute(
        string rules, string name = "web", string created = "", string metadata = "{}",
        string parents = """[{"name":"edge"}]""", string status = "{}") =>
        ObjectBuilder.Of("HTTPRoute", name).Shown($"route-{name}", "7", created: created).WithMetadata(metadata)
            .WithSpec($$"""{"parentRefs":{{parents}},"hostnames":["shop.example"],"rules":{{rules}}}""")
            .WithStatus(status).Object();

    /// <summary>One rule of an HTTPRoute: <c>web-stable=90 web-canary=10</c>; a weight may be left out.</summary>
    public static string Rule(string backends, string rest = "") =>
        $$"""{"backendRefs":[{{string.Join(',', backends.Split(' ').Select(Backend))}}]{{rest}}}""";

    /// <summary>An Ingress with paths of one host: <c>/=web /api=api</c>.</summary>
    public static KubeObject Ingress(
        string name, string paths, string annotations = "", string host = "shop.example", string type = "Prefix",
        string created = "", string spec = "{}")
    {
        ObjectBuilder builder = ObjectBuilder.Of("Ingress", name).Shown($"ingress-{name}", "7", created: created);
        foreach (string pair in annotations.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=');
            builder.Annotation($"nginx.ingress.kubernetes.io/{parts[0]}", parts[1]);
        }

        return builder.WithSpec($$"""
            "rules":[{"host":"{{host}}","http":{"paths":[{{string.Join(',', paths.Split(' ').Select(path => Path(path, type)))}}] } }]
            """).WithSpec(spec).Object();
    }

    /// <summary>A Deployment of the service's pods; without replicas, the number is left out.</summary>
    public static KubeObject Deployment(string track, int? replicas, int ready, string? name = null, string metadata = "{}")
    {
        name ??= track == "stable" ? "web" : $"web-{track}";
        ObjectBuilder builder = ObjectBuilder.Deployment(name).Shown($"deployment-{name}", "7").WithMetadata(metadata)
            .WithStatus($"\"readyReplicas\":{ready}");
        builder.Template["metadata"]!["labels"] =
            System.Text.Json.Nodes.JsonNode.Parse($$"""{"app":"web","track":"{{track}}"}""");
        if (replicas is { } count) builder.Spec["replicas"] = count;
        return builder.Object();
    }

    private static Dictionary<string, string> Labels(string track) => new() { ["app"] = "web", ["track"] = track };

    private static string Backend(string text)
    {
        string[] parts = text.Split('=');
        string weight = parts.Length > 1 ? $",\"weight\":{parts[1]}" : "";
        return $$"""{"name":"{{parts[0]}}","port":80{{weight}}}""";
    }

    private static string Path(string text, string type)
    {
        string[] parts = text.Split('=');
        return $$$"""{"path":"{{{parts[0]}}}","pathType":"{{{type}}}","backend":{"service":{"name":"{{{parts[1]}}}","port":{"number":80} } } }""";
    }
}
