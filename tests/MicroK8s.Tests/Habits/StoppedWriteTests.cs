namespace MicroK8s.Tests.Habits;

/// <summary>Ctrl+C during a write: it is carried out to its end, for which it has the time of one request.</summary>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InProcess)]
public sealed class StoppedWriteTests
{
    /// <summary>
    /// What one request has: each stop waits for its end, and on a busy machine the stop itself must come before it.
    /// </summary>
    private const string Seconds = "4";

    private static readonly string[] Writers =
    [
        "Set-MicroService web -Image shop/web:v9", "New-MicroService fresh shop/web:v1 -Port 80",
        "Remove-MicroService web -Force -Confirm:$false", "Restart-MicroService web", "Suspend-Rollout web",
        "Resume-Rollout held", "Invoke-Rollback web", "New-Canary web shop/web:v9", "Set-CanaryWeight web 20 -Force",
        "Complete-Canary tried -Force", "Remove-Canary tried -Force",
        "Invoke-CanaryRollout web shop/web:v9",
        "Enable-MicroServiceMonitoring web", "Disable-MicroServiceMonitoring watched -Force",
        "Grant-MicroServiceAccess web -From tried -Network", "Revoke-MicroServiceAccess web -From held -Force",
        "Set-TrafficPolicy web -RequestTimeout 15s", "Remove-TrafficPolicy web -Confirm:$false",
        "Suspend-NodeScheduling node-1", "Resume-NodeScheduling node-2", "Set-NodeTaint node-1 a=b:NoSchedule",
        "Remove-NodeTaint node-2 a -Confirm:$false", "Invoke-NodeDrain node-1 -Confirm:$false",
        "[pscustomobject]@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' } } | Publish-MicroService",
    ];

    [Fact]
    public async Task A_write_says_what_remains()
    {
        using var limit = new RequestLimit(Seconds);
        await StoppedHabit.AllAsync(Writers, script => StoppedHabit.AssertSaysAsync(HabitStage.Write, script));
    }

    /// <summary>Where each yield of the processor costs some ms, a wait that begins with yields is not stopped.</summary>
    [Fact]
    public async Task A_busy_machine_is_no_reason_to_wait()
    {
        using var limit = new RequestLimit(Seconds);
        using var isOver = new CancellationTokenSource();
        Thread[] busy =
        [
            .. Enumerable.Range(0, 3 * Environment.ProcessorCount).Select(_ => new Thread(() =>
            {
                while (!isOver.IsCancellationRequested) { }
            })),
        ];
        Array.ForEach(busy, thread => thread.Start());
        try
        {
            await StoppedHabit.AssertSaysAsync(HabitStage.Write, "Restart-MicroService web");
        }
        finally
        {
            isOver.Cancel();
            Array.ForEach(busy, thread => thread.Join());
        }
    }
}
