using MicroK8s.Errors;

namespace MicroK8s.Updates;

/// <summary>Writes that the server checks and defaults, but does not store.</summary>
public static class DryRun
{
    /// <summary>
    /// Whether the server could not even try, because an admission webhook has side effects: nothing can be learned
    /// before the real write then (kubernetes/apiserver, pkg/admission/plugin/webhook: "does not support dry run").
    /// </summary>
    /// <param name="exception">What the dry run threw.</param>
    public static bool WasImpossible(ClusterException exception) =>
        exception.Fault == ClusterFault.InvalidSpec
        && exception.Message.Contains("does not support dry run", StringComparison.Ordinal);
}
