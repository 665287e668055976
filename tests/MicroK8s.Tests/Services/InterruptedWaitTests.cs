using System.Management.Automation;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services;

/// <summary>Waits that end before what they wait for has come.</summary>
public sealed class InterruptedWaitTests
{
    [Fact]
    public async Task Ctrl_C_ends_the_wait_and_leaves_a_whole_service()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.StopWhen(
            "New-MicroService web shop/never-ready:v1.0 -Port 80:8080 -ReadinessProbe /ready -Wait",
            ns.WaitForAsync(ResourceTypes.Service, 1));

        Assert.NotNull(await ns.FindAsync(ResourceTypes.Deployment, "web"));
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Service, "web"));
        shell.Run("Remove-MicroService web").AssertNoErrors();
    }

    [Fact]
    public async Task Pods_that_do_not_go_in_time_are_named()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);

        // The first process of a container gets no default action for SIGTERM, so this one stays to the end of its grace.
        await ns.CreateAsync(
            ResourceTypes.Deployment,
            """
            {
              "metadata": { "name": "stubborn" },
              "spec": {
                "selector": { "matchLabels": { "app": "stubborn" } },
                "template": {
                  "metadata": { "labels": { "app": "stubborn" } },
                  "spec": {
                    "terminationGracePeriodSeconds": 30,
                    "containers": [ { "name": "main", "image": "shop/web:v1.0", "command": [ "sleep", "3600" ] } ]
                  }
                }
              }
            }
            """);
        shell.Run("Set-MicroService stubborn -Replicas 1 -Wait").AssertNoErrors();
        ErrorRecord error = shell.Run("Remove-MicroService stubborn -Force -Wait -Timeout 8").AssertError("RolloutTimeout");
        Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);

        // A busy garbage collector may not have come to the pod yet.
        Assert.Matches("after 8 s there are still (ReplicaSet|Pod) stubborn-", error.Exception.Message);
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "stubborn"));
    }
}
