using MicroK8s.Errors;

namespace MicroK8s.Updates;

/// <summary>A write that was sent and not answered as an API server does: nobody knows whether it was made.</summary>
public static class LostAnswer
{
    /// <summary>Whether a fault of a write leaves it in doubt.</summary>
    /// <param name="fault">The fault.</param>
    public static bool Is(ClusterException fault) =>
        fault.Fault is ClusterFault.Unreachable or ClusterFault.NotKubernetes or ClusterFault.AnswerTooLarge;
}
