using MicroK8s.Access;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Access;

/// <summary>The cmdlets on the real cluster, with the published kinds of Istio.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task Policies_of_the_cluster_are_explained_and_decide()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService backend shop/web:v1.0 -Port http:80:8080 -Replicas 0; New-MicroService frontend shop/web:v1.0 -Replicas 0")
            .AssertNoErrors();

        // A sidecar by hand, since nothing injects one here; its pods would be like this.
        await ns.CreateAsync(ResourceTypes.Deployment, """
            {"metadata":{"name":"meshed"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"meshed"}},
             "template":{"metadata":{"labels":{"app":"meshed"}},"spec":{"containers":[
              {"name":"web","image":"shop/web:v1.0"},{"name":"istio-proxy","image":"shop/web:v1.0"}]}}}}
            """);
        await ns.CreateAsync(ResourceTypes.NetworkPolicy, """
            {"metadata":{"name":"backend"},"spec":{"podSelector":{"matchLabels":{"app":"backend"}},
             "ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"frontend"}}}],"ports":[{"port":8080}]}]}}
            """);
        await ns.CreateAsync(ResourceTypes.AuthorizationPolicy, """
            {"metadata":{"name":"meshed"},"spec":{"selector":{"matchLabels":{"app":"meshed"}},
             "rules":[{"to":[{"operation":{"methods":["GET"],"paths":["/public/*"]}}]}]}}
            """);
        await ns.CreateAsync(ResourceTypes.AuthorizationPolicy, """{"metadata":{"name":"useless"},"spec":{"selector":{"matchLabels":{"app":"frontend"}}}}""");

        AccessVerdict open = shell.Run("Test-MicroServiceAccess backend -From frontend").TheOne<AccessVerdict>();
        Assert.Equal((AccessOutcome.Allowed, 8080, $"NetworkPolicy {ns.Name}/backend rule 1"), (open.Outcome, open.Port, open.Rule));
        Assert.NotEmpty(open.Assumptions);
        AccessVerdict closed = shell.Run("Test-MicroServiceAccess backend -From meshed").TheOne<AccessVerdict>();
        Assert.Equal((AccessOutcome.Denied, $"NetworkPolicy {ns.Name}/backend"), (closed.Outcome, closed.Rule));
        Assert.Equal(
            [false, true, false],
            shell.Run("""
                Test-MicroServiceAccess backend -Quiet
                Test-MicroServiceAccess meshed -From frontend -Method GET -Path /public/x -Quiet
                Test-MicroServiceAccess meshed -From frontend -Method GET -Path /x -Quiet
                """).AssertNoErrors().As<bool>());
        Assert.Equal(
            AccessOutcome.Unknown, shell.Run("Test-MicroServiceAccess meshed -From frontend").TheOne<AccessVerdict>().Outcome);
        Assert.Equal(
            [$"{ns.Name}/backend", $"{ns.Name}/meshed"],
            shell.Run("Get-MicroService backend, meshed | Test-MicroServiceAccess -From 203.0.113.7").AssertNoErrors()
                .As<AccessVerdict>().Select(verdict => $"{verdict.Namespace}/{verdict.To}"));
        shell.Run("Test-MicroServiceAccess nothing -From frontend").AssertError("ResourceNotFound");
        shell.Run("Test-MicroServiceAccess backend -From nothing").AssertError("ResourceNotFound");
        shell.Run("Test-MicroServiceAccess backend -Port grpc").AssertError("InvalidSpec");

        AccessRule[] rules = [.. shell.Run("Get-MicroServiceAccess").AssertNoErrors().As<AccessRule>()];
        Assert.Contains(rules, rule => rule is { Name: "backend", Layer: AccessLayer.NetworkIngress, Rule: 1, Action: AccessAction.Allow });
        Assert.Contains(rules, rule => rule is { Name: "meshed", Layer: AccessLayer.Mesh, From: "anyone", Operations: "GET /public/*" });
        Assert.Contains(rules, rule => rule.Text.Contains("has no effect", StringComparison.Ordinal) && rule.Name == "frontend");
        Assert.Equal(
            ["meshed"],
            shell.Run("Get-MicroServiceAccess m*").AssertNoErrors().As<AccessRule>().Select(rule => rule.Name).Distinct());
        AccessMatrixRow row = shell.Run("Get-MicroServiceAccess backend -Matrix").TheOne<AccessMatrixRow>();
        Assert.Equal(("frontend", "meshed"), (Assert.Single(row.Allowed), Assert.Single(row.Denied)));
        shell.Run("Get-MicroServiceAccess nothing").AssertError("ResourceNotFound");
        shell.Run("Get-MicroServiceAccess -Namespace no-such-namespace").AssertError("NamespaceNotFound");
    }

    [Fact]
    public void Who_may_not_read_policies_is_told_that_nothing_is_known()
    {
        using var shell = new Shell();
        shell.Run("Connect-Cluster -KubeConfig $args[0] -Namespace limited-view", TestCluster.LimitedKubeConfig).AssertNoErrors();
        EngineResult result = shell.Run("Get-MicroServiceAccess nothing");
        result.AssertError("ResourceNotFound");
        Assert.Contains(result.Warnings, warning => warning.Contains("networkpolicies", StringComparison.Ordinal));
    }
}
