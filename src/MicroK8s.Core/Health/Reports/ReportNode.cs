namespace MicroK8s.Health.Reports;

/// <summary>What a report shows of one node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsReady">Whether its kubelet says that it is ready.</param>
/// <param name="CpuAllocatable">What pods may use, in cores.</param>
/// <param name="CpuRequested">What its pods request, in cores.</param>
/// <param name="CpuUsed">What is used, in cores. Null without metrics.</param>
/// <param name="MemoryAllocatable">What pods may use, in bytes.</param>
/// <param name="MemoryRequested">What its pods request, in bytes.</param>
/// <param name="MemoryUsed">What is used, in bytes. Null without metrics.</param>
/// <param name="Pods">How many pods it has that have not ended.</param>
/// <param name="PodsAllocatable">How many it may have.</param>
public sealed record ReportNode(
    string Name,
    bool IsReady,
    double CpuAllocatable,
    double CpuRequested,
    double? CpuUsed,
    long MemoryAllocatable,
    long MemoryRequested,
    long? MemoryUsed,
    int Pods,
    int PodsAllocatable);
