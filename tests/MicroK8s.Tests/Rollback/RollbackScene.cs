using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Waiting;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Rollback;

/// <summary>A Deployment on the cluster with something to go back to.</summary>
internal static class RollbackScene
{
    /// <summary>A namespace with a Deployment <c>web</c> in its second revision, which has no pods.</summary>
    public static async Task<TestNamespace> TwoRevisionsAsync()
    {
        TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/web:v1.0", deployment => deployment.Spec["replicas"] = 0);
        await space.RollOutAsync();
        await space.SetImageAsync("web", "shop/web:v2.0");
        await space.RollOutAsync();
        return space;
    }

    /// <summary>Waits until a Deployment is rolled out.</summary>
    public static Task<KubeObject> RollOutAsync(this TestNamespace space, string name = "web") => RolloutWait.RunAsync(
        TestCluster.Admin, new ResourceRef(ResourceTypes.Deployment, space.Name, name), TimeSpan.FromSeconds(60),
        new Progress<RolloutProgress>(), TimeProvider.System, CancellationToken.None);

    public static string? ImageOf(KubeObject deployment) =>
        deployment.Json.Items("spec", "template", "spec", "containers").First().Text("image");
}
