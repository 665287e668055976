using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Changes;

/// <summary>Autoscalers and disruption budgets of live services on the real cluster.</summary>
public sealed class RelatedObjectTests
{
    [Fact]
    public async Task An_autoscaler_comes_changes_by_what_is_named_and_goes()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Request @{ cpu = '10m' } -Replicas 1").AssertNoErrors();

        const string Make = "Set-MicroService web -Autoscale @{ Min = 2; Max = 4 } ";
        EngineResult preview = shell.Run(Make + "-WhatIf").AssertNoErrors();
        Assert.Contains($"Create HorizontalPodAutoscaler {ns.Name}/web", preview.HostText, StringComparison.Ordinal);
        Assert.Contains("minReplicas: 2", preview.HostText, StringComparison.Ordinal);
        Assert.Null(await ns.FindAsync(ResourceTypes.HorizontalPodAutoscaler, "web"));

        Assert.Empty(shell.Run(Make).AssertNoErrors().Warnings);
        KubeObject made = await ns.GetAsync(ResourceTypes.HorizontalPodAutoscaler, "web");
        Assert.Equal(("web", ServiceLabels.Module), (made.Labels["app"], made.Labels[ServiceLabels.ManagedBy]));
        Assert.Equal((2, 4, 80), Numbers(made));

        EngineResult change = shell.Run("Set-MicroService web -Autoscale 'Max=6;Memory=70' -WhatIf").AssertNoErrors();
        Assert.Contains("spec.maxReplicas: 4 → 6", change.HostText, StringComparison.Ordinal);
        Assert.DoesNotContain("minReplicas", change.HostText, StringComparison.Ordinal);
        EngineResult both = shell.Run("Set-MicroService web -Autoscale 'Max=6;Memory=70'").AssertNoErrors();
        Assert.Contains("requested memory", Assert.Single(both.Warnings), StringComparison.Ordinal);
        Assert.Equal((2, 6, 80), Numbers(await ns.GetAsync(ResourceTypes.HorizontalPodAutoscaler, "web")));

        EngineResult again = shell.Run("Set-MicroService web -Autoscale @{ Cpu = 80; Max = 6 } -Verbose").AssertNoErrors();
        Assert.Contains(again.Verbose, line => line.Contains("nothing is written", StringComparison.Ordinal));
        shell.Run("Set-MicroService web -Autoscale 'Min=9'").AssertError("InvalidSpec");
        shell.Run("Set-MicroService web -Autoscale @{ Cpu = $null; Memory = $null }").AssertError("InvalidSpec");

        // The autoscaler acts on its own; a change of the same number at the same moment would be a conflict.
        await ns.WaitForAsync(ResourceTypes.Deployment, "web", item => item.Json.Count("spec", "replicas") >= 2);
        EngineResult scaled = shell.Run("Set-MicroService web -Replicas 5").AssertNoErrors();
        Assert.Contains("(2–6) and may override this value", Assert.Single(scaled.Warnings), StringComparison.Ordinal);

        shell.Run("Set-MicroService web -Autoscale @{ Cpu = $null }").AssertNoErrors();
        Assert.Equal((2, 6, 0), Numbers(await ns.GetAsync(ResourceTypes.HorizontalPodAutoscaler, "web")));
        EngineResult gone = shell.Run("Set-MicroService web -Autoscale $null -Replicas 1").AssertNoErrors();
        Assert.Empty(gone.Warnings);
        Assert.Null(await ns.FindAsync(ResourceTypes.HorizontalPodAutoscaler, "web"));
        KubeObject deployment = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal(1, deployment.Json.Count("spec", "replicas"));
        Assert.Single(await ns.ListAsync(ResourceTypes.ReplicaSet));
    }

    [Fact]
    public async Task What_others_made_keeps_its_name_and_what_the_module_does_not_write()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await ns.CreateAsync(ResourceTypes.StatefulSet, WorkloadManifest.Of(
            "store", replicas: 0, extra: """ "serviceName": "store" """));
        var scaler = ResourceTypes.HorizontalPodAutoscaler with { Version = "v2beta2" };
        await ns.CreateAsync(scaler, """
            {
              "metadata": { "name": "theirs" },
              "spec": {
                "maxReplicas": 4, "behavior": { "scaleDown": { "stabilizationWindowSeconds": 7 } },
                "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "StatefulSet", "name": "store" },
                "metrics": [ { "type": "Pods", "pods": { "metric": { "name": "x" },
                  "target": { "type": "AverageValue", "averageValue": "5" } } } ]
              }
            }
            """);
        await ns.CreateAsync(ResourceTypes.PodDisruptionBudgetBeta, """
            {
              "metadata": { "name": "budget" },
              "spec": { "minAvailable": 1, "selector": { "matchLabels": { "team": "store" } } }
            }
            """);

        EngineResult done = shell.Run("Set-MicroService store -Autoscale 'Max=5' -DisruptionBudget 'MaxUnavailable=50%'");
        Assert.Contains("to have no pods", Assert.Single(done.AssertNoErrors().Warnings), StringComparison.Ordinal);
        JsonObject spec = (await ns.GetAsync(scaler, "theirs")).ToNode()["spec"]!.AsObject();
        Assert.Equal(
            (5, 7, "Pods", 1),
            ((int)spec["maxReplicas"]!, (int)spec["behavior"]!["scaleDown"]!["stabilizationWindowSeconds"]!,
                (string)spec["metrics"]![0]!["type"]!, spec["metrics"]!.AsArray().Count));
        JsonObject budget = (await ns.GetAsync(ResourceTypes.PodDisruptionBudgetBeta, "budget")).ToNode()["spec"]!.AsObject();
        Assert.Equal(("50%", null), ((string?)budget["maxUnavailable"], budget["minAvailable"]));

        await ns.CreateAsync(ResourceTypes.PodDisruptionBudgetBeta, """
            {
              "metadata": { "name": "wide" },
              "spec": { "minAvailable": 1, "selector": { "matchExpressions": [ { "key": "team", "operator": "Exists" } ] } }
            }
            """);
        shell.Run("Set-MicroService store -DisruptionBudget $null").AssertError("InvalidSpec");
        await ns.CreateAsync(ResourceTypes.DaemonSet, WorkloadManifest.Of("agent", replicas: null, nowhere: true));
        shell.Run("Set-MicroService agent -DisruptionBudget 'MinAvailable=1'").AssertError("InvalidSpec");
    }

    [Fact]
    public async Task A_budget_comes_by_the_labels_of_the_workload_and_goes()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
        shell.Run("Set-MicroService web -DisruptionBudget @{ MaxUnavailable = 1 }").AssertNoErrors();
        KubeObject made = await ns.GetAsync(ResourceTypes.PodDisruptionBudgetBeta, "web");
        Assert.Equal("stable", made.Json.Text("spec", "selector", "matchLabels", "track"));
        EngineResult blocked = shell.Run("Set-MicroService web -DisruptionBudget 'MinAvailable=100%'").AssertNoErrors();
        Assert.Contains("a drain of its node will not end", Assert.Single(blocked.Warnings), StringComparison.Ordinal);
        shell.Run("Set-MicroService web -DisruptionBudget $null").AssertNoErrors();
        Assert.Null(await ns.FindAsync(ResourceTypes.PodDisruptionBudgetBeta, "web"));
        shell.Run("Set-MicroService web -DisruptionBudget $null").AssertNoErrors();
    }

    [Fact]
    public async Task A_rollout_that_fails_takes_them_back_too()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(
            "New-MicroService web shop/web:v1.0 -Port http:80:8080 -DisruptionBudget 'MinAvailable=1' -Wait; "
            + "Set-MicroService web -Autoscale 'Max=3'").AssertNoErrors();
        string budget = (await ns.GetAsync(ResourceTypes.PodDisruptionBudgetBeta, "web")).Uid;

        EngineResult failed = shell.Run(
            "Set-MicroService web -Image shop/nothing:v9 -Autoscale 'Max=9' -DisruptionBudget $null "
            + "-SessionAffinity ClientIP -Wait -RollbackOnFailure");
        string message = failed.AssertError("ImagePullFailed").Exception.Message;
        foreach (string part in new[] { "back at revision 1", "web as before", "web made again" })
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }

        Assert.Equal(3, (await ns.GetAsync(ResourceTypes.HorizontalPodAutoscaler, "web")).Json.Count("spec", "maxReplicas"));
        KubeObject again = await ns.GetAsync(ResourceTypes.PodDisruptionBudgetBeta, "web");
        Assert.NotEqual(budget, again.Uid);
        Assert.Equal((1, "web"), (again.Json.Count("spec", "minAvailable"), again.Labels["app"]));
        Assert.Equal("None", (await ns.GetAsync(ResourceTypes.Service, "web")).Json.Text("spec", "sessionAffinity"));
    }

    private static (int Least, int Most, int Cpu) Numbers(KubeObject autoscaler) => (
        autoscaler.Json.Count("spec", "minReplicas"), autoscaler.Json.Count("spec", "maxReplicas"),
        autoscaler.Json.Count("spec", "targetCPUUtilizationPercentage"));
}
