using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>What is wrong with the workloads of the table.</summary>
internal static class WaitingShapes
{
    public static void EnvironmentFrom(this ObjectBuilder workload, string name, string source, string item, string key) =>
        workload.Container["env"] = new JsonArray(new JsonObject
        {
            ["name"] = name,
            ["valueFrom"] = new JsonObject { [source] = new JsonObject { ["name"] = item, ["key"] = key } },
        });

    public static void Mount(this ObjectBuilder workload, string path, JsonObject volume)
    {
        volume["name"] = "v";
        workload.PodSpec["volumes"] = new JsonArray(volume);
        workload.Container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "v", ["mountPath"] = path });
    }

    public static void Init(this ObjectBuilder workload, string image) => workload.PodSpec["initContainers"] = new JsonArray(
        new JsonObject { ["name"] = "setup", ["image"] = image, ["imagePullPolicy"] = "IfNotPresent" });

    public static void NeverReady(this ObjectBuilder workload)
    {
        workload.Environment("NEVER_READY", "1");
        workload.Probe("readinessProbe", "/ready");
    }

    /// <summary>Pods that nobody ever looks at, so that nothing explains why they are not there.</summary>
    public static void NoScheduler(this ObjectBuilder workload) => workload.PodSpec["schedulerName"] = "none-such";

    /// <summary>A ConfigMap that comes after the workload that needs it.</summary>
    public static async Task CreateLaterAsync(this TestNamespace space, string name, TimeSpan delay)
    {
        await Task.Delay(delay);
        await space.CreateAsync(ResourceTypes.ConfigMap, $$$"""{"metadata":{"name":"{{{name}}}"},"data":{"url":"1"}}""");
    }
}
