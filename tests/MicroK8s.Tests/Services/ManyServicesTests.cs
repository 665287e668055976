using System.Management.Automation;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Services;

/// <summary>Several services of one pipeline.</summary>
public sealed class ManyServicesTests
{
    [Fact]
    public async Task Each_service_is_emitted_when_it_is_ready_and_a_failure_leaves_the_others_alone()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            function Row($Name, $Image, $Slow) {
                [pscustomobject]@{
                    Name = $Name; Image = $Image; Port = '8080'; ReadinessProbe = @{ Path = '/ready'; PeriodSeconds = 1 }
                    Environment = "SLOW_START_SECONDS=$Slow"
                }
            }
            $(
                Row slow shop/web:v1.0 15; Row lost shop/none:v1 0; Row quick shop/web:v1.0 0; Row plain shop/web:v2.0 0
            ) | New-MicroService -Wait
            """);
        ErrorRecord error = result.AssertError("ImagePullFailed");
        Assert.Contains("lost", error.Exception.Message, StringComparison.Ordinal);
        string[] names = [.. result.As<MicroService>().Select(service => service.Name)];
        Assert.Equal(["plain", "quick", "slow"], names.Order(StringComparer.Ordinal));

        // It was the first to be asked for; how much later than the others it is ready is the cluster's affair.
        Assert.NotEqual("slow", names[0]);
        Assert.All(result.As<MicroService>(), service => Assert.Equal(MicroServiceStatus.Healthy, service.Status));
        Assert.Equal(4, result.Progress.Select(bar => bar.ActivityId).Distinct().Count());
        Assert.All(
            result.Progress.GroupBy(bar => bar.ActivityId),
            bars => Assert.Equal(ProgressRecordType.Completed, bars.Last().RecordType));
    }

    [Fact]
    public async Task A_name_that_is_given_twice_is_refused_the_second_time()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            'shop/web:v1.0', 'shop/web:v2.0' |
                ForEach-Object { [pscustomobject]@{ Name = 'a'; Image = $_; Replicas = 0 } } | New-MicroService
            """);
        Assert.Contains("given twice", result.AssertError("InvalidSpec").Exception.Message, StringComparison.Ordinal);
        Assert.Equal("v1.0", Assert.Single(result.As<MicroService>()).Version);
    }

    [Fact]
    public async Task A_limit_of_one_makes_them_one_after_the_other()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            @('b', '3'), @('a', '0') | ForEach-Object {
                [pscustomobject]@{
                    Name = $_[0]; Image = 'shop/web:v1.0'; ReadinessProbe = @{ Path = '/ready'; Port = 8080; PeriodSeconds = 1 }
                    Environment = "SLOW_START_SECONDS=$($_[1])"
                }
            } | New-MicroService -Wait -ThrottleLimit 1
            """).AssertNoErrors();
        Assert.Equal(["b", "a"], result.As<MicroService>().Select(service => service.Name));
    }

    [Fact]
    public async Task An_error_that_stops_the_pipeline_leaves_every_service_whole()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService b shop/web:v1.0 -Replicas 0").AssertNoErrors();
        shell.Run(
            """
            'a', 'b', 'c' | ForEach-Object { [pscustomobject]@{ Name = $_; Image = 'shop/web:v1.0'; Port = 80; Replicas = 0 } } |
                New-MicroService -ErrorAction Stop
            """).AssertError("AlreadyExists");

        // What had begun is made whole, what had not is not begun.
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(
            ResourceQuery.For(new ResourceRef(ResourceTypes.Service, ns.Name, "a")), CancellationToken.None))
        {
            if (change.Item is not null) break;
        }

        Assert.NotNull(await ns.FindAsync(ResourceTypes.Deployment, "a"));
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "c"));
    }

    [Fact]
    public async Task Ctrl_C_ends_all_waits_at_once_and_leaves_whole_services()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        TimeSpan took = shell.StopWhen(
            """
            'a', 'b', 'c' | ForEach-Object {
                [pscustomobject]@{ Name = $_; Image = 'shop/never-ready:v1.0'; Port = 8080; ReadinessProbe = '/ready' }
            } | New-MicroService -Wait
            """, ns.WaitForAsync(ResourceTypes.Service, 3));

        // The waits had minutes to go; how fast a stop is when nothing else runs, StopTests tell.
        Assert.InRange(took.TotalSeconds, 0, 20);
        Assert.Equal(3, (await ns.ListAsync(ResourceTypes.Deployment)).Count);
        Assert.Equal(3, (await ns.ListAsync(ResourceTypes.Service)).Count);
    }
}
