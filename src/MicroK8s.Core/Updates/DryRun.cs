using MicroK8s.Errors;
using MicroK8s.Resources;

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

    /// <summary>Tries a write.</summary>
    /// <param name="write">Sends it as a dry run.</param>
    /// <returns>What the server would store. Null if it could not try: only the real write can tell then.</returns>
    /// <exception cref="ClusterException">All else that <paramref name="write"/> throws.</exception>
    public static async Task<KubeObject?> TryAsync(Func<Task<KubeObject>> write)
    {
        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (ClusterException exception) when (WasImpossible(exception))
        {
            return null;
        }
    }
}
