using System.Reflection;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Streams;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Pipeline;

/// <summary>Ctrl+C ends whatever a cmdlet waits for within 100 ms.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData("Connect-Cluster -KubeConfig $args[0]")]
    [InlineData("Test-ClusterHealth -KubeConfig $args[0] -Timeout 600")]
    public async Task A_request_that_gets_no_answer(string script)
    {
        using var never = new ManualResetEventSlim();
        using var server = RawServer.OfJson(_ =>
        {
            never.Wait();
            return (200, "");
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        await AssertStopsAtOnceAsync(shell, script, TimeSpan.FromSeconds(1.5), file.Path);
        never.Set();
    }

    [Fact]
    public async Task A_wait_for_a_rollout()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/never-ready:v1.0", deployment =>
        {
            deployment.Probe("readinessProbe", "/ready");
            deployment.Environment("TRY", "1");
        });
        await space.ChangeAsync("web", patch => patch.Replace("/spec/template/spec/containers/0/env/0/value", "2"));
        using Shell shell = Shell.Connected(space.Name);

        // Either revision is waited for in vain.
        await AssertStopsAtOnceAsync(shell, "Invoke-Rollback web", TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_log_that_is_followed_and_a_command_that_runs()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/web:v1.0");
        await space.WaitForPodAsync(WorkloadPods.IsReady);
        string[] scripts =
        [
            "Get-MicroServiceLog web -Follow", "Invoke-MicroServiceCommand web -- sleep 60",
            "1 | Invoke-MicroServiceCommand web -- sleep 60",
        ];
        await Task.WhenAll(scripts.Select(script => Task.Run(async () =>
        {
            using Shell shell = Shell.Connected(space.Name);
            await AssertStopsAtOnceAsync(shell, script, TimeSpan.FromSeconds(1.5));
        })));
    }

    [Fact]
    public void A_session_that_was_stopped_while_it_opened_works_the_next_time()
    {
        int requests = 0;
        using var never = new ManualResetEventSlim();
        using var server = RawServer.OfJson(_ =>
        {
            if (Interlocked.Increment(ref requests) == 1) never.Wait();
            return (200, """{"gitVersion":"v1.30.0"}""");
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        shell.StopAfter("Connect-Cluster -KubeConfig $args[0]", TimeSpan.FromSeconds(1.5), file.Path);
        never.Set();
        shell.Run("Connect-Cluster -KubeConfig $args[0]", file.Path).AssertNoErrors();
    }

    [Fact]
    public void What_is_told_at_a_stop_is_told_before_anything_ends_because_of_it()
    {
        using var shell = new Shell();
        var type = (Type)shell.Run("(Get-Command Get-Cluster).ImplementingType").Output.Single().BaseObject;
        using var cmdlet = (IDisposable)Activator.CreateInstance(type)!;
        while (type.Name != "AsyncCmdlet") type = type.BaseType!;
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        bool isTold = false;
        Action tell = () => isTold = true;
        var note = (IDisposable)type.GetMethod("OnStop", Hidden)!.Invoke(cmdlet, [tell])!;
        var stop = (CancellationToken)type.GetProperty("StopToken", Hidden)!.GetValue(cmdlet)!;

        // As a body does on its way out.
        stop.Register(note.Dispose);
        type.GetMethod("StopProcessing", Hidden)!.Invoke(cmdlet, null);
        Assert.True(isTold);
    }

    private static Task AssertStopsAtOnceAsync(
        Shell shell, string script, TimeSpan delay, params object?[] arguments) =>
        StopTime.AssertFastAsync(shell, () => Task.FromResult(shell.StopAfter(script, delay, arguments)));
}
