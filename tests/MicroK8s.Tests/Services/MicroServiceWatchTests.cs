using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Services;

/// <summary>Get-MicroService -Watch and what leads to a service, on the real cluster.</summary>
public sealed class MicroServiceWatchTests
{
    [Fact]
    public async Task Changes_addresses_and_removal_are_told_as_they_happen()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0").AssertNoErrors();

        // Each step is taken once, when the one before was emitted: so nothing has to wait for a clock, and it does no harm
        // that a service is emitted several times, such as web2 before it has an address.
        EngineResult result = shell.Run(
            """
            Get-MicroService we* -Watch | ForEach-Object {
                $_
                if ($_.Status -eq 'Removed') { break }
                if ($_.Name -eq 'web' -and $_.Status -eq 'Stopped' -and -not $made) { $made = New-MicroService web2 shop/web:v1.0 -Replicas 0 -Port 80 }
                if ($_.Name -eq 'web2' -and $_.Address -and -not $removed) { $removed = $true; Remove-MicroService web }
            }
            """);
        IReadOnlyList<MicroService> news = result.AssertNoErrors().As<MicroService>();
        Assert.Equal("web", news[0].Name);
        Assert.Equal($"web2.{ns.Name}.svc:80", news.Last(service => service.Name == "web2").Address);
        Assert.Equal(("web", MicroServiceStatus.Removed), (news[^1].Name, news[^1].Status));
    }

    [Fact]
    public async Task It_stops_at_once_and_needs_a_namespace_that_exists()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await StopTime.AssertFastAsync(
            shell, () => Task.Run(() => shell.StopAfter("Get-MicroService nothing, web -Watch", TimeSpan.FromSeconds(1))));
        shell.Run("Get-MicroService -Watch -Namespace no-such-namespace").AssertError("NamespaceNotFound");
    }

    [Fact]
    public async Task What_leads_to_a_service_is_told_for_services_made_by_anyone()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0 -Port 80").AssertNoErrors();
        shell.Run("New-Canary web shop/web:v2.0").AssertNoErrors();
        await ns.CreateAsync(
            ResourceTypes.Ingress,
            """
            { "metadata": { "name": "shop" }, "spec": { "rules": [ { "host": "shop.example", "http": { "paths": [
                { "path": "/", "pathType": "Prefix", "backend": { "service": { "name": "web", "port": { "number": 80 } } } } ] } } ] } }
            """);

        MicroService service = shell.Run("Get-MicroService web").TheOne<MicroService>();
        Assert.Equal(["http://shop.example/", $"web.{ns.Name}.svc:80"], service.Addresses);
        Assert.Equal(100, service.TrafficWeight);
        Assert.Equal(0, shell.Run("Get-MicroService web-canary").TheOne<MicroService>().TrafficWeight);
        Assert.Matches(@"(?m)^web +0/0 +Stopped +v1\.0 +100% .*http://shop", shell.Show("Get-MicroService web"));
    }

    [Fact]
    public void A_name_that_other_labels_hide_and_a_wrong_wildcard_are_told()
    {
        using Shell shell = Shell.Connected("kube-system");
        string message = shell.Run("Get-MicroService cluster-dns -LabelSelector 'app=other'")
            .AssertError("ResourceNotFound").Exception.Message;
        Assert.Contains("other labels", message, StringComparison.Ordinal);
        shell.Run("Get-MicroService 'o[n'").AssertError("InvalidSpec");
    }
}
