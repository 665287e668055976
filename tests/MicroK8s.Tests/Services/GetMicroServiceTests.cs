using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Services;

public sealed class GetMicroServiceTests
{
    [Fact]
    public async Task Foreign_deployments_are_listed_filtered_and_shown()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        foreach (string name in new[] { "api-a", "api-b", "web" }) await CreateForeignAsync(ns, name);
        using Shell shell = Shell.Connected(ns.Name);

        Assert.Equal(["api-a", "api-b", "web"], Names(shell.Run("Get-MicroService")));
        Assert.Equal(["api-a", "api-b"], Names(shell.Run("Get-MicroService API-*")));
        Assert.Equal(["api-a", "web"], Names(shell.Run("Get-MicroService web, api-a")));
        Assert.Equal(["web"], Names(shell.Run("Get-MicroService -LabelSelector 'tier in (web)'")));
        Assert.Empty(shell.Run("Get-MicroService nothing*").AssertNoErrors().Output);
        MicroService service = shell.Run("Get-MicroService web").TheOne<MicroService>();
        Assert.Equal(("tier in (web)", TestCluster.Context), (service.Selector, service.Context));

        string table = shell.Show("Get-MicroService web");
        Assert.Contains($"Namespace: {ns.Name}", table, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Name +Ready +Status +Version +Traffic +Age +Reason/Address\s*$", table);
        Assert.Matches(@"(?m)^web +0/0 +\w+ +v1\.0 ", table);
    }

    [Fact]
    public async Task A_missing_name_is_reported_and_the_rest_goes_on()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await CreateForeignAsync(ns, "web");
        using Shell shell = Shell.Connected(ns.Name);

        EngineResult result = shell.Run("'nothing', 'web' | Get-MicroService");
        string message = result.AssertError("ResourceNotFound").Exception.Message;
        Assert.Contains("'nothing'", message, StringComparison.Ordinal);
        Assert.Equal(["web"], Names(result));
        result = shell.Run("Get-MicroService nothing, web");
        result.AssertError("ResourceNotFound");
        Assert.Equal(["web"], Names(result));
        shell.Run("Get-MicroService web -LabelSelector 'a b c'").AssertError("InvalidSpec");
        shell.Run("Get-MicroService -Namespace ..").AssertError("InvalidSpec");
        shell.Run("Get-MicroService web/status").AssertError("InvalidSpec");
        shell.Run("Get-MicroService -AllNamespaces -Namespace $args[0]", ns.Name).AssertError("InvalidSpec");
    }

    [Fact]
    public async Task Every_kind_of_workload_is_a_service_in_one_list_by_name()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await CreateForeignAsync(ns, "b");
        await CreateForeignAsync(ns, "c");
        await CreateForeignAsync(ns, "a", ResourceTypes.StatefulSet);
        await CreateForeignAsync(ns, "c", ResourceTypes.StatefulSet);
        await CreateForeignAsync(ns, "agent", ResourceTypes.DaemonSet);
        using Shell shell = Shell.Connected(ns.Name);

        Assert.Equal(
            ["StatefulSet a", "DaemonSet agent", "Deployment b", "Deployment c", "StatefulSet c"],
            shell.Run("Get-MicroService").As<MicroService>().Select(service => $"{service.Kind} {service.Name}"));
        Assert.Equal(["a", "c"], Names(shell.Run("Get-MicroService -Kind StatefulSet")));
        Assert.Equal(["c", "c"], Names(shell.Run("Get-MicroService c")));
        Assert.Equal(
            WorkloadKind.StatefulSet,
            shell.Run("Get-MicroService c -Kind statefulset | Get-MicroService").TheOne<MicroService>().Kind);
        Assert.Equal(["a", "agent"], shell.Complete("Get-MicroService a"));
        Assert.Equal(["agent"], shell.Complete("Get-MicroService -Kind DaemonSet -Name "));
    }

    [Fact]
    public void A_namespace_that_does_not_exist_is_told()
    {
        using Shell shell = Shell.Connected("no-such-namespace");
        shell.Run("Get-MicroService").AssertError("NamespaceNotFound");
        shell.Run("Get-MicroService web").AssertError("NamespaceNotFound");
        shell.Run("Get-MicroService web, api*").AssertError("NamespaceNotFound");
    }

    [Fact]
    public async Task Names_and_namespaces_complete()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("completion");
        await CreateForeignAsync(ns, "api-a");
        await CreateForeignAsync(ns, "web");
        using Shell shell = Shell.Connected(ns.Name);

        Assert.Equal(["api-a"], shell.Complete("Get-MicroService ap"));
        Assert.Contains(ns.Name, shell.Complete("Get-MicroService -Namespace completion-"));
    }

    [Fact]
    public void A_user_without_the_right_is_told_what_was_refused()
    {
        using var shell = new Shell();
        var error = shell.Run(
            "Get-MicroService -KubeConfig $args[0] -Namespace kube-system", TestCluster.LimitedKubeConfig)
            .AssertError("AccessDenied");
        Assert.Contains("kube-system", error.Exception.Message, StringComparison.Ordinal);
    }

    private static Task<KubeObject> CreateForeignAsync(
        TestNamespace ns, string name, ResourceType? type = null) => ns.CreateAsync(
        type ?? ResourceTypes.Deployment,
        $$"""
        {
          "metadata": { "name": "{{name}}", "labels": { "tier": "{{name}}" } },
          "spec": {
            {{(type == ResourceTypes.DaemonSet ? "" : "\"replicas\": 0,")}}
            "selector": { "matchExpressions": [ { "key": "tier", "operator": "In", "values": [ "{{name}}" ] } ] },
            "template": {
              "metadata": { "labels": { "tier": "{{name}}" } },
              "spec": { "containers": [ { "name": "main", "image": "shop/web:v1.0" } ] }
            }
          }
        }
        """);

    private static IEnumerable<string> Names(EngineResult result) =>
        result.As<MicroService>().Select(service => service.Name);
}
