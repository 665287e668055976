using System.Management.Automation;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Services;

public sealed class RemoveMicroServiceTests
{
    private const string Own =
        """ "labels": { "app": "web", "app.kubernetes.io/managed-by": "MicroK8s.PowerShell" } """;

    [Fact]
    public async Task Everything_that_was_made_goes_and_the_wait_ends_when_the_pods_are_gone()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port 80:8080 -Wait").AssertNoErrors();

        EngineResult whatIf = shell.Run("Remove-MicroService web -WhatIf").AssertNoErrors();
        Assert.Contains("Deployment web", whatIf.HostText, StringComparison.Ordinal);
        Assert.Contains("Service web", whatIf.HostText, StringComparison.Ordinal);
        Assert.False((await ns.GetAsync(ResourceTypes.Deployment, "web")).IsBeingDeleted);
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Service, "web"));

        EngineResult result = shell.Run("Get-MicroService web | Remove-MicroService -Wait").AssertNoErrors();
        Assert.Empty(result.Output);
        Assert.Empty(await ns.ListAsync(ResourceTypes.Pod));
        Assert.Empty(await ns.ListAsync(ResourceTypes.Deployment));
        Assert.Empty(await ns.ListAsync(ResourceTypes.Service));
        shell.Run("Remove-MicroService web").AssertError("ResourceNotFound");
    }

    [Fact]
    public async Task A_wait_that_a_finalizer_holds_up_names_it()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
        await ns.ChangeAsync("web", patch => patch.Add("/metadata/finalizers", new JsonArray("example.com/hold")));

        ErrorRecord error = shell.Run("Remove-MicroService web -Wait -Timeout 2").AssertError("RolloutTimeout");
        Assert.Contains(
            "Deployment web (held by finalizer example.com/hold)", error.Exception.Message, StringComparison.Ordinal);
        Assert.NotNull(error.ErrorDetails.RecommendedAction);

        await ns.ChangeAsync("web", patch => patch.Remove("/metadata/finalizers"));
    }

    [Fact]
    public async Task A_canary_that_still_gets_traffic_is_removed_only_by_force()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port 80:8080 -Wait").AssertNoErrors();
        shell.Run("New-Canary web shop/web:v2.0 -Weight 10").AssertNoErrors();

        ErrorRecord error = shell.Run("Remove-MicroService web-canary").AssertError("ReceivesTraffic");
        Assert.Contains("still gets traffic", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains($"Set-CanaryWeight web -Namespace {ns.Name} -Weight 0", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Deployment, "web-canary"));
        string warning = Assert.Single(shell.Run("Remove-MicroService web-canary -Force -WhatIf").AssertNoErrors().Warnings);
        Assert.Contains("still gets traffic", warning, StringComparison.Ordinal);
        EngineResult stopped = shell.Run("Set-MicroService web-canary -Replicas 0 -WhatIf").AssertNoErrors();
        Assert.Contains("still gets traffic", Assert.Single(stopped.Warnings), StringComparison.Ordinal);
        shell.Run("Set-CanaryWeight web -Weight 0").AssertNoErrors();
        Assert.Empty(shell.Run("Remove-MicroService web-canary").AssertNoErrors().Warnings);
    }

    [Fact]
    public async Task A_stateful_set_goes_with_all_that_was_made_for_it_but_its_claims_stay()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        foreach (string name in new[] { "web", "other" })
        {
            string own = name == "web" ? Own : """ "labels": { "app": "web" } """;
            await ns.CreateAsync(ResourceTypes.ConfigMap, $$"""{ "metadata": { "name": "{{name}}", {{own}} } }""");
            await ns.CreateAsync(
                ResourceTypes.Ingress,
                $$"""
                { "metadata": { "name": "{{name}}", {{own}} },
                  "spec": { "defaultBackend": { "service": { "name": "web", "port": { "number": 80 } } } } }
                """);
            await ns.CreateAsync(
                ResourceTypes.PodDisruptionBudgetBeta,
                $$"""{ "metadata": { "name": "{{name}}", {{own}} }, "spec": { "minAvailable": 1 } }""");
        }

        ObjectBuilder set = TestDeployment.Of("web", "shop/web:v1.0").WithSpec(
            """
            {
              "serviceName": "web",
              "volumeClaimTemplates": [ { "metadata": { "name": "data" }, "spec": {
                "accessModes": [ "ReadWriteOnce" ], "resources": { "requests": { "storage": "1Mi" } } } } ]
            }
            """);
        await ns.CreateAsync(ResourceTypes.StatefulSet, set);

        shell.Run("Remove-MicroService web -Kind StatefulSet -Wait").AssertError("ProtectedObject");
        EngineResult result = shell.Run("Remove-MicroService web -Kind StatefulSet -Wait -Force").AssertNoErrors();
        Assert.Contains("data-web-… ", $"{Assert.Single(result.Warnings).TrimEnd('.')} ", StringComparison.Ordinal);
        Assert.Empty(await ns.ListAsync(ResourceTypes.StatefulSet));
        Assert.Empty(await ns.ListAsync(ResourceTypes.Pod));
        foreach (ResourceType type in new[] { ResourceTypes.Ingress, ResourceTypes.PodDisruptionBudgetBeta })
        {
            Assert.Equal(["other"], (await ns.ListAsync(type)).Select(item => item.Name));
        }

        Assert.Null(await ns.FindAsync(ResourceTypes.ConfigMap, "web"));
        Assert.NotNull(await ns.FindAsync(ResourceTypes.ConfigMap, "other"));
    }

    [Fact]
    public async Task Who_may_look_but_not_remove_is_told_so_by_WhatIf_too()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
        await ns.CreateAsync(
            Rbac("roles", "Role"),
            """{ "metadata": { "name": "look" }, "rules": [ { "apiGroups": [ "*" ], "resources": [ "*" ], "verbs": [ "get", "list" ] } ] }""");
        await ns.CreateAsync(
            Rbac("rolebindings", "RoleBinding"),
            """
            {
              "metadata": { "name": "look" },
              "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "look" },
              "subjects": [ { "apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "limited" } ]
            }
            """);

        await InEffect.RightAsync("limited", null, "get", ResourceTypes.Deployment, ns.Name);
        EngineResult result = shell.Run(
            "Remove-MicroService web -WhatIf -KubeConfig $args[0] -Namespace $args[1]",
            TestCluster.LimitedKubeConfig, ns.Name);
        ErrorRecord error = result.AssertError("AccessDenied");
        Assert.Contains($"delete Deployment {ns.Name}/web", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("What if", result.HostText, StringComparison.Ordinal);

        static ResourceType Rbac(string plural, string kind) => new("rbac.authorization.k8s.io", "v1", plural, kind);
    }

    [Fact]
    public async Task A_webhook_that_refuses_dry_runs_does_not_keep_a_service_from_going()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        string name = $"hooked-{Guid.NewGuid().ToString("N")[..8]}";
        shell.Run("New-MicroService $args[0] shop/web:v1.0 -Replicas 0", name).AssertNoErrors();
        var hooks = new ResourceType(
            "admissionregistration.k8s.io", "v1beta1", "validatingwebhookconfigurations",
            "ValidatingWebhookConfiguration", Namespaced: false);
        KubeObject hook = await TestCluster.Admin.Resources.CreateAsync(
            hooks, JsonNode.Parse(
                $$"""
                {
                  "apiVersion": "admissionregistration.k8s.io/v1beta1", "kind": "ValidatingWebhookConfiguration",
                  "metadata": { "name": "{{name}}" },
                  "webhooks": [ {
                    "name": "hook.example.org", "failurePolicy": "Ignore", "sideEffects": "Some",
                    "clientConfig": { "url": "https://127.0.0.1:9/" },
                    "objectSelector": { "matchLabels": { "app": "{{name}}" } },
                    "rules": [ { "apiGroups": [ "apps" ], "apiVersions": [ "v1" ], "operations": [ "DELETE" ], "resources": [ "deployments" ] } ]
                  } ]
                }
                """)!.AsObject(), dryRun: false, CancellationToken.None);
        try
        {
            var deployment = new ResourceRef(ResourceTypes.Deployment, ns.Name, name);
            await InEffect.RefusalAsync(
                "dry", limit => TestCluster.Admin.Resources.DeleteAsync(deployment, uid: null, dryRun: true, limit));
            shell.Run("Remove-MicroService $args[0]", name).AssertNoErrors();
            Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, name));
        }
        finally
        {
            await TestCluster.Admin.Resources.DeleteAsync(
                new ResourceRef(hooks, null, hook.Name), uid: null, dryRun: false, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Foreign_objects_of_the_same_name_stay_with_a_warning()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
        await ns.CreateAsync(
            ResourceTypes.Service, """{ "metadata": { "name": "web" }, "spec": { "ports": [ { "port": 80 } ] } }""");
        await ns.CreateAsync(
            ResourceTypes.VirtualService, """{ "metadata": { "name": "web" }, "spec": { "hosts": [ "web" ] } }""");

        EngineResult result = shell.Run("Remove-MicroService nothing, web");
        result.AssertError("ResourceNotFound");
        Assert.Contains($"Service {ns.Name}/web stays", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Service, "web"));
        Assert.NotNull(await ns.FindAsync(ResourceTypes.VirtualService, "web"));
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "web"));
    }

    [Fact]
    public async Task Its_canary_and_its_traffic_rules_go_too_traffic_first()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0 -Port 80").AssertNoErrors();
        shell.Run("New-MicroService web-admin shop/web:v1.0 -Replicas 0").AssertNoErrors();
        shell.Run("New-Canary web shop/web:v2.0").AssertNoErrors();

        ServiceRemovalPlan plan =
            await PlanAsync(ns);
        Assert.Equal(
            ["VirtualService web", "DestinationRule web", "Deployment web", "Deployment web-canary", "Service web"],
            plan.Items.Select(item => $"{item.Target.Type.Kind} {item.Target.Name}"));
        shell.Run("Remove-MicroService web").AssertNoErrors();
        Assert.Empty(await ns.ListAsync(ResourceTypes.VirtualService));
        Assert.Empty(await ns.ListAsync(ResourceTypes.DestinationRule));
        Assert.Equal(["web-admin"], shell.Run("Get-MicroService").As<MicroService>().Select(service => service.Name));
    }

    [Fact]
    public async Task A_service_left_over_without_its_deployment_can_be_removed()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await ns.CreateAsync(
            ResourceTypes.Service,
            $$"""{ "metadata": { "name": "web", {{Own}} }, "spec": { "ports": [ { "port": 80 } ] } }""");
        shell.Run("Remove-MicroService web").AssertNoErrors();
        Assert.Null(await ns.FindAsync(ResourceTypes.Service, "web"));
    }

    [Fact]
    public async Task A_new_object_of_the_same_name_is_not_the_one_that_was_meant()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();
        ServiceRemovalPlan plan =
            await PlanAsync(ns);
        shell.Run("Remove-MicroService web -Wait; New-MicroService web shop/web:v2.0 -Replicas 0").AssertNoErrors();

        var exception = await Assert.ThrowsAsync<ClusterException>(
            () => ServiceRemoval.ApplyAsync(TestCluster.Admin.Resources, plan));
        Assert.Equal(ClusterFault.Conflict, exception.Fault);
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Deployment, "web"));
    }

    private static Task<ServiceRemovalPlan> PlanAsync(TestNamespace ns) => ServiceRemovalPlanner.PlanAsync(
        TestCluster.Admin, "web", ns.Name, kind: null, force: false, CancellationToken.None);
}
