using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>Deployments for tests, as JSON: small, quick to stop, and as broken as the test wants.</summary>
internal static class TestDeployment
{
    /// <summary>A Deployment of one pod with one container <c>web</c>.</summary>
    /// <param name="name">Its name; also the label <c>app</c>.</param>
    /// <param name="image">The image.</param>
    /// <param name="change">What else it is to be.</param>
    public static JsonObject Json(string name, string image, Action<JsonObject>? change = null)
    {
        var labels = new JsonObject { ["app"] = name };
        var container = new JsonObject { ["name"] = "web", ["image"] = image, ["imagePullPolicy"] = "IfNotPresent" };
        var pod = new JsonObject
        {
            ["terminationGracePeriodSeconds"] = 0,
            ["containers"] = new JsonArray(container),
        };
        var deployment = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 1,
                ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() },
                    ["spec"] = pod,
                },
            },
        };
        change?.Invoke(deployment);
        return deployment;
    }

    public static JsonObject Spec(this JsonObject deployment) => deployment["spec"]!.AsObject();

    public static JsonObject Template(this JsonObject deployment) => deployment["spec"]!["template"]!.AsObject();

    public static JsonObject PodSpec(this JsonObject deployment) => deployment.Template()["spec"]!.AsObject();

    public static JsonObject Container(this JsonObject deployment) =>
        deployment.PodSpec()["containers"]![0]!.AsObject();

    /// <summary>Adds an environment variable to the container.</summary>
    public static void Environment(this JsonObject deployment, string name, string value)
    {
        JsonObject container = deployment.Container();
        container["env"] ??= new JsonArray();
        container["env"]!.AsArray().Add(new JsonObject { ["name"] = name, ["value"] = value });
    }

    /// <summary>A probe of the container that asks every second.</summary>
    public static void Probe(this JsonObject deployment, string kind, string path, int failureThreshold = 3) =>
        deployment.Container()[kind] = new JsonObject
        {
            ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = 8080 },
            ["periodSeconds"] = 1,
            ["failureThreshold"] = failureThreshold,
        };

    public static Task<KubeObject> DeployAsync(
        this TestNamespace space, string name, string image, Action<JsonObject>? change = null) =>
        space.CreateAsync(ResourceTypes.Deployment, Json(name, image, change).ToJsonString());

    /// <summary>Changes a workload as somebody else would, however often its status changes meanwhile.</summary>
    public static async Task<KubeObject> ChangeAsync(
        this TestNamespace space, string name, Action<JsonPatch> change, ResourceType? type = null)
    {
        var target = new ResourceRef(type ?? ResourceTypes.Deployment, space.Name, name);
        while (true)
        {
            var patch = new JsonPatch(await space.GetAsync(target.Type, name));
            change(patch);
            try
            {
                return await TestCluster.Admin.Resources.PatchAsync(target, patch, dryRun: false, CancellationToken.None);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict)
            {
                // The controller wrote the status between the read and the write.
            }
        }
    }

    public static Task<KubeObject> SetImageAsync(this TestNamespace space, string name, string image) =>
        space.ChangeAsync(name, patch => patch.Replace("/spec/template/spec/containers/0/image", image));
}
