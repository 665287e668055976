namespace MicroK8s.Tests.Habits;

/// <summary>One way to call each cmdlet of the module, or more where it does different things.</summary>
internal static class HabitRows
{
    private const HabitStage First = HabitStage.First;
    private const HabitStage List = HabitStage.List;
    private const HabitStage Stream = HabitStage.Stream;
    private const HabitStage Write = HabitStage.Write;

    /// <param name="manifest">A file with a manifest.</param>
    public static IReadOnlyList<HabitRow> All(string manifest) =>
    [
        new("Connect-Cluster", "Connect-Cluster", First),
        new("Disconnect-Cluster", "Disconnect-Cluster"),
        new("Get-Cluster", "Get-Cluster"),

        // A server that does not answer is a finding.
        new("Test-ClusterHealth", "Test-ClusterHealth -Timeout {T}", First, List) { Ids = ["Unhealthy", "Unknown", "NotKubernetes"], MeetsAll = true },
        new("Export-ClusterHealthReport", "Export-ClusterHealthReport -Timeout {T}", First, List) { Ids = ["success", "NotKubernetes"] },
        new("Get-MicroService", "Get-MicroService -Namespace shop", First, List) { MeetsAll = true },
        new("Get-MicroServicePod", "Get-MicroServicePod -Namespace shop", First, List),
        new("Get-MicroServiceEvent", "Get-MicroServiceEvent -Namespace shop", First, List),
        new("Resolve-MicroService", "Resolve-MicroService web -Namespace shop", First, List),
        new("Export-MicroService", "Export-MicroService web -Namespace shop", First, List),
        new("Get-RolloutHistory", "Get-RolloutHistory web -Namespace shop", First, List),
        new("Compare-RolloutRevision", "Compare-RolloutRevision web -Namespace shop", First, List),
        new("Get-CanaryWeight", "Get-CanaryWeight -Namespace shop", First, List),
        new("Get-MicroServiceAccess", "Get-MicroServiceAccess -Namespace shop", First, List),
        new("Test-MicroServiceAccess", "Test-MicroServiceAccess web -Namespace shop", First, List),

        // A node that fails says why in place of a line.
        new("Get-MicroServiceLog", "Get-MicroServiceLog web -Namespace shop", First, List, Stream)
        {
            Ids = ["InvalidSpec"], MeetsAll = true,
        },
        new("Invoke-MicroServiceCommand", "Invoke-MicroServiceCommand web -Namespace shop -Command id", First, List, Write)
        {
            // Whatever it is, it is no change of protocol.
            Ids = ["NotKubernetes"], MeetsAll = true,
        },
        new("Start-MicroServicePortForward", "Start-MicroServicePortForward web :80 -Namespace shop", First, List),
        new("New-MicroService", "New-MicroService fresh shop/web:v1 -Port 80 -Wait -Timeout {T} -Namespace shop", First, Stream, Write),
        new("Set-MicroService", "Set-MicroService web -Image shop/web:v9 -Wait -Timeout {T} -Namespace shop", First, List, Stream, Write)
        {
            MeetsAll = true,
        },
        new("Remove-MicroService", "Remove-MicroService web -Wait -Timeout {T} -Force -Confirm:$false -Namespace shop", First, List, Stream, Write),
        new("Restart-MicroService", "Restart-MicroService web -Wait -Timeout {T} -Namespace shop", First, List, Stream, Write),
        new("Suspend-Rollout", "Suspend-Rollout web -Namespace shop", First, Write),
        new("Resume-Rollout", "Resume-Rollout held -Wait -Timeout {T} -Namespace shop", First, List, Stream, Write),
        new("Wait-MicroService", "Wait-MicroService web -Timeout {T} -Namespace shop", First, List, Stream),
        new("Invoke-Rollback", "Invoke-Rollback web -Timeout {T} -Namespace shop", First, List, Stream, Write),
        new("New-Canary", "New-Canary web shop/web:v9 -Wait -Timeout {T} -Namespace shop", First, List, Stream, Write),
        new("Set-CanaryWeight", "Set-CanaryWeight web 20 -Force -Namespace shop", First, List, Write),
        new("Get-TrafficPolicy", "Get-TrafficPolicy -Namespace shop", First, List),
        new("Set-TrafficPolicy", "Set-TrafficPolicy web -RequestTimeout 15s -Namespace shop", First, List, Write),
        new("Remove-TrafficPolicy", "Remove-TrafficPolicy web -Confirm:$false -Namespace shop", First, List, Write),
        new("Complete-Canary", "Complete-Canary tried -Force -Timeout {T} -Namespace shop", First, List, Stream, Write),
        new("Remove-Canary", "Remove-Canary tried -Force -Timeout {T} -Namespace shop", First, List, Stream, Write),
        new("Invoke-CanaryRollout", "Invoke-CanaryRollout web shop/web:v9 -Steps 10 -StepDuration 1s -Interval 1s -Timeout {T} -Namespace shop", First, List, Stream, Write),
        new("Grant-MicroServiceAccess", "Grant-MicroServiceAccess web -From tried -Network -Namespace shop", First, List, Write),
        new("Revoke-MicroServiceAccess", "Revoke-MicroServiceAccess web -From held -Force -Namespace shop", First, List, Write),
        new("Get-NodeStatus", "Get-NodeStatus", First, List),
        new("Suspend-NodeScheduling", "Suspend-NodeScheduling node-1", First, Write),
        new("Resume-NodeScheduling", "Resume-NodeScheduling node-2", First, Write),
        new("Set-NodeTaint", "Set-NodeTaint node-1 a=b:NoSchedule", First, Write),
        new("Remove-NodeTaint", "Remove-NodeTaint node-2 a -Confirm:$false", First, Write),
        new("Invoke-NodeDrain", "Invoke-NodeDrain node-1 -Timeout {T} -Confirm:$false", First, List, Stream, Write),
        new("Get-NodeUsage", "Get-NodeUsage", First, List) { Ids = ["MetricsUnavailable"] },
        new("Get-PodUsage", "Get-PodUsage -Namespace shop", First, List) { Ids = ["MetricsUnavailable"] },
        new("Get-QuotaUsage", "Get-QuotaUsage -Namespace shop", First, List),
        new("Enable-MicroServiceMonitoring", "Enable-MicroServiceMonitoring web -Timeout {T} -Namespace shop", First, List, Write) { Ids = ["success"] },
        new("Disable-MicroServiceMonitoring", "Disable-MicroServiceMonitoring watched -Force -Namespace shop", First, List, Write),
        new("Get-MicroServiceMetric", "Get-MicroServiceMetric web -PrometheusService shop/web:80 -Namespace shop", First),
        new("Publish-MicroService", $"Publish-MicroService '{manifest}' -Wait -Timeout {{T}} -Namespace shop", First, Stream, Write),
    ];
}
