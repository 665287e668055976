using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Changes;

/// <summary>Workloads of other authors and kinds: only the named fields change, all else stays as it was.</summary>
public sealed class ForeignWorkloadTests
{
    [Fact]
    public async Task Everything_that_is_not_named_stays_byte_for_byte()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await ns.CreateAsync(ResourceTypes.StatefulSet, WorkloadManifest.Of(
            "store", replicas: 0, extra: """ "serviceName": "store", "podManagementPolicy": "Parallel" """));
        await ns.CreateAsync(ResourceTypes.DaemonSet, WorkloadManifest.Of("agent", replicas: null, nowhere: true));

        JsonObject before = Spec(await ns.GetAsync(ResourceTypes.StatefulSet, "store"));
        shell.Run(
            "Set-MicroService store -Image shop/web:v2.0 -Partition 1 -Replicas 0 -PodLabel @{ mood = 'good' } "
            + "-EnvironmentFrom 'TOKEN=secret:store/token'").AssertNoErrors();
        JsonObject after = Spec(await ns.GetAsync(ResourceTypes.StatefulSet, "store"));
        before["updateStrategy"]!["rollingUpdate"]!["partition"] = 1;
        before["template"]!["metadata"]!["labels"]!["mood"] = "good";
        before["template"]!["spec"]!["containers"]![0]!["image"] = "shop/web:v2.0";
        before["template"]!["spec"]!["containers"]![0]!["env"] = JsonNode.Parse(
            """[{"name":"TOKEN","valueFrom":{"secretKeyRef":{"name":"store","key":"token"}}}]""");
        Assert.True(JsonNode.DeepEquals(before, after), after.ToJsonString());

        EngineResult byHand = shell.Run(
            "Set-MicroService agent -Kind DaemonSet -UpdateStrategy OnDelete; "
            + "Set-MicroService agent -Environment @{ A = '1' }").AssertNoErrors();
        Assert.Contains("OnDelete", Assert.Single(byHand.Warnings), StringComparison.Ordinal);
        JsonObject agent = Spec(await ns.GetAsync(ResourceTypes.DaemonSet, "agent"));
        Assert.Equal("""{"type":"OnDelete"}""", agent["updateStrategy"]!.ToJsonString());
        shell.Run("Set-MicroService agent -Replicas 2").AssertError("InvalidSpec");
    }

    [Fact]
    public async Task An_autoscaler_and_a_pause_are_warned_of()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await ns.CreateAsync(ResourceTypes.Deployment, WorkloadManifest.Of(
            "web", replicas: 1, nowhere: true, """ "paused": true """));
        await ns.CreateAsync(ResourceTypes.HorizontalPodAutoscaler, """
            {
              "metadata": { "name": "web" },
              "spec": {
                "minReplicas": 2, "maxReplicas": 4,
                "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "web" }
              }
            }
            """);

        EngineResult scaled = shell.Run("Set-MicroService web -Replicas 5").AssertNoErrors();
        Assert.Contains("(2–4) and will override this value", Assert.Single(scaled.Warnings), StringComparison.Ordinal);
        EngineResult paused = shell.Run("Set-MicroService web -Image shop/web:v2.0").AssertNoErrors();
        Assert.Contains("until Resume-Rollout web", Assert.Single(paused.Warnings), StringComparison.Ordinal);
        shell.Run("Set-MicroService web -Image shop/web:v1.1 -Wait").AssertError("RolloutPaused");

        // The autoscaler may set the replicas at any time; the pods are what was to change.
        JsonObject now = Spec(await ns.GetAsync(ResourceTypes.Deployment, "web"));
        Assert.Equal("shop/web:v2.0", (string?)now["template"]!["spec"]!["containers"]![0]!["image"]);
    }

    private static JsonObject Spec(KubeObject workload) => workload.ToNode()["spec"]!.AsObject();
}
