using MicroK8s.Access.Grants;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Access.Grants;

/// <summary>The cmdlets on the real cluster, whose server checks the published kinds of Istio.</summary>
public sealed class AccessGrantTests
{
    [Fact]
    public async Task A_service_is_closed_opened_for_callers_and_given_back()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService backend shop/web:v1.0 -Port http:80:8080 -Replicas 0; 'frontend', 'batch' | % { New-MicroService $_ shop/web:v1.0 -Replicas 0 }")
            .AssertNoErrors();

        shell.Run("Grant-MicroServiceAccess backend -From frontend").AssertError("ReceivesTraffic");
        EngineResult tried = shell.Run("Grant-MicroServiceAccess backend -From frontend -Port 80 -Force -WhatIf").AssertNoErrors();
        Assert.Contains("podSelector", tried.HostText, StringComparison.Ordinal);
        Assert.Contains(tried.Warnings, text => text.Contains($"{ns.Name}/batch", StringComparison.Ordinal));
        Assert.Empty(await ns.ListAsync(ResourceTypes.NetworkPolicy));

        AccessGrant made = shell.Run("Grant-MicroServiceAccess backend -From frontend -Port 80 -Force -PassThru").TheOne<AccessGrant>();
        Assert.Equal(("Granted", "port http/TCP"), (made.Outcome, Assert.Single(made.Allows)));
        KubeObject policy = Assert.Single(await ns.ListAsync(ResourceTypes.NetworkPolicy));
        Assert.Equal([true, false], shell.Run("'frontend', 'batch' | % { Test-MicroServiceAccess backend -From $_ -Quiet }").As<bool>());

        AccessGrant again = shell.Run("Get-MicroService backend | Grant-MicroServiceAccess -From frontend -Port http -PassThru").TheOne<AccessGrant>();
        Assert.Equal("Unchanged", again.Outcome);
        Assert.Equal(policy.ResourceVersion, (await ns.GetAsync(ResourceTypes.NetworkPolicy, policy.Name)).ResourceVersion);
        shell.Run("Grant-MicroServiceAccess deployment/backend -From Deployment/frontend").AssertNoErrors();
        Assert.Null((await ns.GetAsync(ResourceTypes.NetworkPolicy, policy.Name)).Json.Items("spec", "ingress").Single().At("ports"));

        shell.Run("Revoke-MicroServiceAccess backend -From frontend -Confirm:$false").AssertError("ProtectedObject");
        shell.Run("Revoke-MicroServiceAccess Deployment/backend -From Deployment/frontend -KeepClosed -Confirm:$false").AssertNoErrors();
        Assert.Equal(["backend-from-nobody"], (await ns.ListAsync(ResourceTypes.NetworkPolicy)).Select(item => item.Name));
        Assert.Equal([false], shell.Run("Test-MicroServiceAccess backend -From frontend -Quiet").As<bool>());
        shell.Run("Revoke-MicroServiceAccess backend -From * -Force").AssertNoErrors();
        Assert.Empty(await ns.ListAsync(ResourceTypes.NetworkPolicy));
        shell.Run("Revoke-MicroServiceAccess backend -From * -Force").AssertError("ResourceNotFound");

        // The grants of a service that is removed must not hold for the next one of that name.
        shell.Run("Grant-MicroServiceAccess backend -From frontend -Force; Remove-MicroService backend -Force").AssertNoErrors();
        Assert.Empty(await ns.ListAsync(ResourceTypes.NetworkPolicy));
    }

    [Fact]
    public async Task The_published_kinds_accept_what_is_written_for_the_mesh()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        foreach (string name in (string[])["backend", "frontend", "batch"]) await ns.CreateAsync(ResourceTypes.Deployment, Meshed(name));

        shell.Run("""
            Grant-MicroServiceAccess backend -From frontend, batch -Method get, HEAD -Path /public/*, '/orders/{*}' -Port 8080 -Force
            Grant-MicroServiceAccess backend -From frontend -Method POST -Path /orders
            """).AssertNoErrors();
        Assert.Empty(await ns.ListAsync(ResourceTypes.NetworkPolicy));
        KubeObject policy = await ns.GetAsync(ResourceTypes.AuthorizationPolicy, $"backend-from-{ns.Name}.frontend");
        Assert.Equal(["GET,HEAD /public/*,/orders/{*} port 8080", "POST /orders"], MeshGrant.Allows(policy.Json.At("spec")!.Value));
        Assert.Equal(
            [true, true, false],
            shell.Run("""
                Test-MicroServiceAccess backend -From frontend -Method GET -Path /public/a -Port 8080 -Quiet
                Test-MicroServiceAccess backend -From frontend -Method POST -Path /orders -Port 8080 -Quiet
                Test-MicroServiceAccess backend -From batch -Method POST -Path /orders -Port 8080 -Quiet
                """).AssertNoErrors().As<bool>());
        AccessGrant open = shell.Run("Grant-MicroServiceAccess backend -Everyone -Method GET -Path /health -PassThru").TheOne<AccessGrant>();
        Assert.Equal(("everyone", null, "AuthorizationPolicy", $"{ns.Name}/backend-from-everyone"),
            (open.From, open.FromNamespace, open.Policy.Split(' ')[0], open.Policy.Split(' ')[1]));
        Assert.Equal(
            [true, false],
            shell.Run("""
                Test-MicroServiceAccess backend -Method GET -Path /health -Port 8080 -Quiet
                Test-MicroServiceAccess backend -Method GET -Path /orders -Port 8080 -Quiet
                """).AssertNoErrors().As<bool>());
        shell.Run("Revoke-MicroServiceAccess backend -Everyone -Confirm:$false").AssertNoErrors();
        Assert.Equal([false], shell.Run("Test-MicroServiceAccess backend -Method GET -Path /health -Port 8080 -Quiet").As<bool>());
        shell.Run("Revoke-MicroServiceAccess backend -Everyone -Confirm:$false").AssertError("ResourceNotFound");
        shell.Run("Revoke-MicroServiceAccess backend -From batch -Confirm:$false").AssertNoErrors();
        shell.Run("Revoke-MicroServiceAccess backend -From frontend -KeepClosed -Confirm:$false").AssertNoErrors();
        Assert.Equal(["backend-from-nobody"], (await ns.ListAsync(ResourceTypes.AuthorizationPolicy)).Select(item => item.Name));
        Assert.Equal([false], shell.Run("Test-MicroServiceAccess backend -From frontend -Port 8080 -Quiet").As<bool>());
    }

    /// <summary>A sidecar by hand, since nothing injects one here; without pods nothing has to run.</summary>
    internal static string Meshed(string name) => $$"""
        {"metadata":{"name":"{{name}}"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"{{name}}"} },
         "template":{"metadata":{"labels":{"app":"{{name}}"} },"spec":{"serviceAccountName":"{{name}}","containers":[
          {"name":"web","image":"shop/web:v1.0"},{"name":"istio-proxy","image":"shop/web:v1.0"}]} } } }
        """;
}
