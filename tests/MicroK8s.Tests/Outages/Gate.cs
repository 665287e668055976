using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Streams;

namespace MicroK8s.Tests.Outages;

/// <summary>An init container that keeps a pod from starting until a test lets it.</summary>
internal static class Gate
{
    public const string Name = "gate";
    public const string Script = "until [ -e /open ]; do sleep 0.2; done";

    /// <summary>Puts a gate before the containers of a Deployment.</summary>
    public static void Gated(this ObjectBuilder deployment) =>
        deployment.PodSpec["initContainers"] = new JsonArray(new JsonObject
        {
            ["name"] = Name,
            ["image"] = "shop/web:v1.0",
            ["command"] = new JsonArray("/bin/sh", "-c", Script),
        });

    /// <summary>Waits until a pod stands before its gate.</summary>
    public static Task<KubeObject> WaitForGateAsync(this TestNamespace space, string service) =>
        space.WaitForPodAsync(pod => pod.Name.StartsWith($"{service}-", StringComparison.Ordinal)
            && pod.Json.Items("status", "initContainerStatuses").Any(status => status.At("state", "running") is not null));

    /// <summary>Opens the gate of a pod, not through the server that is down.</summary>
    public static async Task OpenGateAsync(this KubeObject pod)
    {
        var request = new CommandRequest(pod.Namespace!, pod.Name, Name, ["touch", "/open"], false);
        await using IPodCommand command = await TestCluster.Admin.Exec.StartAsync(request, CancellationToken.None);
        while (await command.ReadAsync(CancellationToken.None) is not null) { }

        // The gate may end, and its container with all that runs in it, as soon as the file is there.
        Assert.True(command.End is { ExitCode: 0 or 137, Failure: null }, $"{command.End}");
    }
}
