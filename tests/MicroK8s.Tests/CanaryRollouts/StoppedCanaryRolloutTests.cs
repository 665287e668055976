using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.CanaryRollouts;

/// <summary>What Ctrl+C leaves of a rollout by canary is what it says. How fast it is, the tests of habits show.</summary>
public sealed class StoppedCanaryRolloutTests
{
    private const string Rollout = "Invoke-CanaryRollout web shop/web:v2.0 -Steps 50, 100 -StepDuration 10m -Interval 1s ";

    /// <summary>What the progress bar shows from the first look in the first step.</summary>
    private const string InStep = "step 1 of 2, 50%";

    [Fact]
    public async Task A_stop_in_a_step_leaves_the_share_and_another_session_resumes()
    {
        await using TestNamespace ns = await CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.StopWhenItSays(InStep, $"{Rollout} -Provider ReplicaRatio");
        Assert.Contains(
            $"Stopped: the canary of {ns.Name}/web will keep the current share; continue with Invoke-CanaryRollout web "
            + $"-Namespace {ns.Name} -Resume, or remove with Remove-Canary web -Namespace {ns.Name}.",
            shell.HostText, StringComparison.Ordinal);
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Deployment, "web-canary"));

        using Shell other = Shell.Connected(ns.Name);
        EngineResult resumed = other.Run("Invoke-CanaryRollout web -Resume -StepDuration 1s -Interval 1s").AssertNoErrors();
        Assert.Equal("Promoted", $"{resumed.Output[^1].Properties["Outcome"].Value}");
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "web-canary"));
    }

    /// <summary>
    /// A stop makes writes fail before it reaches the cmdlet; the one before it in the pipeline takes its time, so that
    /// the progress of the rollout is such a write.
    /// </summary>
    [Fact]
    public async Task A_stop_that_a_write_notices_first_takes_the_canary_back_if_that_was_asked_for()
    {
        await using TestNamespace ns = await CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("Import-Module -Assembly $args[0]", typeof(WaitAtStopCommand).Assembly).AssertNoErrors();
        shell.StopWhenItSays(
            InStep,
            $"Wait-AtStop web | {Rollout.Replace(" web ", " -Image ", StringComparison.Ordinal)} -Provider ReplicaRatio -RollbackOnStop");
        Assert.Contains(
            $"Stopped: the canary of {ns.Name}/web will be removed, and stable gets all traffic.", shell.HostText,
            StringComparison.Ordinal);
        await GoneAsync(ns);
        KubeObject stable = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal(2, stable.Json.Count("spec", "replicas"));
    }

    [Fact]
    public async Task A_stop_before_the_first_step_leaves_nothing()
    {
        await using TestNamespace ns = await CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.StopWhen(
            Rollout.Replace("shop/web:v2.0", "shop/never-ready:v1.0", StringComparison.Ordinal),
            ns.WaitForAsync(ResourceTypes.Deployment, 2));
        Assert.Contains("will be removed", shell.HostText, StringComparison.Ordinal);
        await GoneAsync(ns);
    }

    /// <summary>Nobody waits for what goes on after a stop, so the test does.</summary>
    private static async Task GoneAsync(TestNamespace ns)
    {
        for (int tries = 0; await ns.FindAsync(ResourceTypes.Deployment, "web-canary") is not null; tries++)
        {
            Assert.InRange(tries, 0, 600);
            await Task.Delay(100);
        }
    }

    private static async Task<TestNamespace> CreateAsync()
    {
        TestNamespace ns = await TestNamespace.CreateAsync("stopped");
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port 80:8080 -Replicas 2 -Wait").AssertNoErrors();
        return ns;
    }
}
