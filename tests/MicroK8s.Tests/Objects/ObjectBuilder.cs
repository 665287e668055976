using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Objects;

/// <summary>
/// Builds one object of Kubernetes: as a test creates it on the cluster, or as the server would show it to a rule. It
/// has what is asked for and nothing else, so that a test says all that matters to it.
/// </summary>
internal sealed class ObjectBuilder
{
    private ObjectBuilder(string kind, string name) =>
        Json = new JsonObject { ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } };

    public JsonObject Json { get; }

    public JsonObject Metadata => Part(Json, "metadata");

    public JsonObject Spec => Part(Json, "spec");

    public JsonObject Status => Part(Json, "status");

    /// <summary>The template of a workload's pods.</summary>
    public JsonObject Template => Part(Spec, "template");

    /// <summary>The spec of a workload's pods.</summary>
    public JsonObject PodSpec => Part(Template, "spec");

    /// <summary>The first container of a workload, or of a pod.</summary>
    public JsonObject Container => (Json["spec"]?["containers"] ?? PodSpec["containers"])![0]!.AsObject();

    public static ObjectBuilder Of(string kind, string name) => new(kind, name);

    /// <summary>A workload with one container, whose pods have one label.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name; also the value of the label.</param>
    /// <param name="image">The image.</param>
    /// <param name="label">The label.</param>
    /// <param name="container">The name of the container.</param>
    public static ObjectBuilder Workload(
        string kind, string name, string image, string label = "app", string container = "web") =>
        Of(kind, name).WithSpec(new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { [label] = name } },
            ["template"] = PodTemplate(name, image, label, container),
        });

    public static ObjectBuilder Deployment(string name = "web", string image = "shop/web:v1.0") =>
        Workload("Deployment", name, image);

    /// <summary>A Deployment's ReplicaSet, whose template is that of the Deployment.</summary>
    public static ObjectBuilder ReplicaSet(string name, string image, string app = "web") =>
        Of("ReplicaSet", name).WithSpec(new JsonObject { ["template"] = PodTemplate(app, image) });

    /// <summary>A ControllerRevision with the template of a workload <c>db</c>, as the controllers write it.</summary>
    public static ObjectBuilder ControllerRevision(string name, long revision, string image)
    {
        JsonObject template = PodTemplate("db", image);
        template["$patch"] = "replace";
        template["metadata"]!["creationTimestamp"] = null;
        return Of("ControllerRevision", name).With(item =>
        {
            item.Json["revision"] = revision;
            item.Json["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } };
        });
    }

    public static ObjectBuilder Pod(string name, params JsonObject[] containers) =>
        Of("Pod", name).WithSpec(new JsonObject { ["containers"] = new JsonArray([.. containers]) });

    /// <summary>A pod with one container <c>web</c>.</summary>
    public static ObjectBuilder WebPod(string name) =>
        Pod(name, new JsonObject { ["name"] = "web", ["image"] = "shop/web:v1.0" });

    public static ObjectBuilder Service(string name = "web") => Of("Service", name);

    /// <summary>What the server adds to an object in namespace <c>shop</c>.</summary>
    public ObjectBuilder Shown(string uid, string version = "", int generation = 0, string created = "")
    {
        Metadata["namespace"] = "shop";
        Metadata["uid"] = uid;
        if (version.Length > 0) Metadata["resourceVersion"] = version;
        if (generation > 0) Metadata["generation"] = generation;
        if (created.Length > 0) Metadata["creationTimestamp"] = created;
        return this;
    }

    /// <summary>Its controller.</summary>
    public ObjectBuilder OwnedBy(string uid, string? kind = null, string? name = null)
    {
        var owner = new JsonObject { ["uid"] = uid, ["controller"] = true };
        if (kind is not null) owner["kind"] = kind;
        if (name is not null) owner["name"] = name;
        Metadata["ownerReferences"] = new JsonArray(owner);
        return this;
    }

    public ObjectBuilder Label(string name, string value) => Entry("labels", name, value);

    public ObjectBuilder Annotation(string name, string value) => Entry("annotations", name, value);

    /// <summary>Sets these members of the metadata.</summary>
    /// <param name="json">An object; with or without its braces.</param>
    public ObjectBuilder WithMetadata(string json) => Merge(Metadata, Parse(json));

    /// <summary>Sets these members of the spec.</summary>
    public ObjectBuilder WithSpec(string json) => WithSpec(Parse(json));

    /// <summary>Sets these members of the status.</summary>
    public ObjectBuilder WithStatus(string json) => Merge(Status, Parse(json));

    public ObjectBuilder With(Action<ObjectBuilder>? change)
    {
        change?.Invoke(this);
        return this;
    }

    /// <summary>Sets an environment variable of the container.</summary>
    public ObjectBuilder Environment(string name, string value)
    {
        Container["env"] ??= new JsonArray();
        Container["env"]!.AsArray().Add(new JsonObject { ["name"] = name, ["value"] = value });
        return this;
    }

    /// <summary>A probe of the container that asks every second.</summary>
    public ObjectBuilder Probe(string kind, string path, int failureThreshold = 3)
    {
        Container[kind] = new JsonObject
        {
            ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = 8080 },
            ["periodSeconds"] = 1,
            ["failureThreshold"] = failureThreshold,
        };
        return this;
    }

    /// <summary>Lets the container run a shell script.</summary>
    public ObjectBuilder Script(string script)
    {
        Container["command"] = new JsonArray("/bin/sh", "-c", script);
        return this;
    }

    /// <summary>Pods that start and stop as fast as a node can.</summary>
    public ObjectBuilder Quick()
    {
        PodSpec["terminationGracePeriodSeconds"] = 0;
        Container["imagePullPolicy"] = "IfNotPresent";
        return this;
    }

    public KubeObject Object() => KubeObject.Parse(ToString());

    /// <summary>Its JSON.</summary>
    public override string ToString() => Json.ToJsonString();

    private ObjectBuilder WithSpec(JsonObject more) => Merge(Spec, more);

    private ObjectBuilder Entry(string map, string name, string value)
    {
        Part(Metadata, map)[name] = value;
        return this;
    }

    private ObjectBuilder Merge(JsonObject target, JsonObject more)
    {
        foreach ((string key, JsonNode? value) in more) target[key] = value?.DeepClone();
        return this;
    }

    private static JsonObject PodTemplate(
        string name, string image, string label = "app", string container = "web") => new()
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [label] = name } },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = container, ["image"] = image }),
            },
        };

    private static JsonObject Part(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject part) parent[name] = part = [];
        return part;
    }

    private static JsonObject Parse(string json) =>
        JsonNode.Parse(json.TrimStart().StartsWith('{') ? json : $"{{{json}}}")!.AsObject();
}
