using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>Deployments on the cluster: small, quick to stop, and as broken as the test wants.</summary>
internal static class TestDeployment
{
    /// <summary>Creates a Deployment of one pod with one container <c>web</c>.</summary>
    /// <param name="space">Where.</param>
    /// <param name="name">Its name; also the label <c>app</c>.</param>
    /// <param name="image">The image.</param>
    /// <param name="change">What else it is to be.</param>
    public static Task<KubeObject> DeployAsync(
        this TestNamespace space, string name, string image, Action<ObjectBuilder>? change = null) =>
        space.CreateAsync(ResourceTypes.Deployment, Of(name, image).With(change));

    /// <summary>A workload of one pod; its kind is that of the resource it is created as.</summary>
    public static ObjectBuilder Of(string name, string image) =>
        ObjectBuilder.Deployment(name, image).WithSpec("""{"replicas":1}""").Quick();

    /// <summary>Creates a Deployment whose container <c>web</c> runs a shell script.</summary>
    public static Task<KubeObject> RunScriptAsync(this TestNamespace space, string name, string script) =>
        space.DeployAsync(name, "shop/web:v1.0", deployment => deployment.Script(script));

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
