using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Traffic;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Services;

/// <summary>What happens when the second of two objects cannot be made, on the real cluster.</summary>
public sealed class ServiceCreationTests
{
    [Fact]
    public async Task A_deployment_whose_service_cannot_be_made_is_removed_again()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using var session = new HookedSession(target => TakeNameAsync(ns, target));

        ClusterException exception = await FailAsync(session, ns);
        Assert.Equal(ClusterFault.AlreadyExists, exception.Fault);
        Assert.Contains("What was made before is undone", exception.Message, StringComparison.Ordinal);
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "web"));
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Service, "web"));
    }

    [Fact]
    public async Task What_cannot_be_removed_again_is_named()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        bool isMade = false;
        using var session = new HookedSession(async target =>
        {
            bool isUndo = target.Type == ResourceTypes.Deployment && isMade;
            if (isUndo) throw new ClusterException(ClusterFault.Unreachable, "Down.");
            isMade = true;
            await TakeNameAsync(ns, target);
        });

        ClusterException exception = await FailAsync(session, ns);
        Assert.Equal(ClusterFault.PartialFailure, exception.Fault);
        Assert.Contains(
            $"could not be undone and remain: Deployment {ns.Name}/web", exception.Message,
            StringComparison.Ordinal);
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Deployment, "web"));
    }

    [Fact]
    public async Task An_object_that_is_there_after_a_lost_answer_is_named()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using var session = new HookedSession(_ => Task.CompletedTask, target => target.Type == ResourceTypes.Service
            ? throw new ClusterException(ClusterFault.Unreachable, "Down.")
            : Task.CompletedTask);

        ClusterException exception = await FailAsync(session, ns);
        Assert.Equal(ClusterFault.PartialFailure, exception.Fault);
        Assert.Contains($"Service {ns.Name}/web (it may have been done)", exception.Message, StringComparison.Ordinal);
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "web"));
    }

    [Fact]
    public async Task A_failure_of_the_third_object_removes_the_first_two_and_says_so()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        var undone = new List<string>();
        bool isMade = false;
        using var session = new HookedSession(target =>
        {
            if (isMade) undone.Add($"{target}");
            isMade |= target.Type == ResourceTypes.ConfigMap;
            return Task.CompletedTask;
        });
        ServicePlan plan = PlanOf(ns);
        ObjectCreation third = new(
            ResourceTypes.ConfigMap, JsonNode.Parse(
                $$"""
                { "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "a b", "namespace": "{{ns.Name}}" } }
                """)!.AsObject());
        plan = plan with { Others = [.. plan.Others, third] };

        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(
            () => ServiceCreation.ApplyAsync(session.Resources, plan, Nothing(plan)));
        Assert.Equal(ClusterFault.InvalidSpec, exception.Fault);
        Assert.Contains($"create ConfigMap {ns.Name}/a b", exception.Message, StringComparison.Ordinal);
        Assert.Contains("What was made before is undone", exception.Message, StringComparison.Ordinal);
        Assert.Equal([$"Service {ns.Name}/web", $"Deployment {ns.Name}/web"], undone);
        Assert.Null(await ns.FindAsync(ResourceTypes.Service, "web"));
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "web"));
    }

    private static Task<ClusterException> FailAsync(HookedSession session, TestNamespace ns)
    {
        ServicePlan plan = PlanOf(ns);
        return Assert.ThrowsAsync<ClusterException>(
            () => ServiceCreation.ApplyAsync(session.Resources, plan, Nothing(plan)));
    }

    /// <summary>The answer of a server that has none of the objects.</summary>
    private static CreationCheck Nothing(ServicePlan plan)
    {
        KubeObject?[] none = [.. plan.Objects.Select(_ => (KubeObject?)null)];
        return new CreationCheck(none, none);
    }

    private static ServicePlan PlanOf(TestNamespace ns) => ServicePlanner.Plan(
        new ServiceSpec("web", ns.Name, ImageReference.Parse("shop/web:v1.0"))
        {
            Replicas = 0,
            Ports = PortSpec.ParseAll(["80"]),
        });

    /// <summary>Somebody makes a Service of that name in the very moment before.</summary>
    private static async Task TakeNameAsync(TestNamespace ns, ResourceRef target)
    {
        if (target.Type != ResourceTypes.Service) return;
        await ns.CreateAsync(
            ResourceTypes.Service, """{ "metadata": { "name": "web" }, "spec": { "ports": [ { "port": 80 } ] } }""");
    }
}
