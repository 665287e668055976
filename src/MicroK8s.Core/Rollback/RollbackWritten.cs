using MicroK8s.Resources;

namespace MicroK8s.Rollback;

/// <summary>What came of the write of a rollback.</summary>
/// <param name="Workload">The workload as it is now.</param>
/// <param name="IsOwn">
/// Whether this rollback wrote it. Not if somebody else went back to the very same revision at the same time.
/// </param>
public sealed record RollbackWritten(KubeObject Workload, bool IsOwn);
