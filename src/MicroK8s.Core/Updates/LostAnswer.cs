using MicroK8s.Errors;

namespace MicroK8s.Updates;

/// <summary>A write that was sent and not answered as an API server does: nobody knows whether it was made.</summary>
public static class LostAnswer
{
    /// <summary>Whether a fault of a write leaves it in doubt.</summary>
    /// <param name="fault">The fault.</param>
    public static bool Is(ClusterException fault) =>
        fault.Fault is ClusterFault.Unreachable or ClusterFault.NotKubernetes or ClusterFault.AnswerTooLarge;

    /// <summary>The fault of a write that may have been done, with what it is; any other fault as it is.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="effect">What there is if it was done, as a noun.</param>
    public static ClusterException Explain(ClusterException fault, string effect) => Is(fault)
        ? new ClusterException(
            fault.Fault, $"{fault.Message} It may have been done: {effect}.", fault.Target, fault.Advice, fault)
        : fault;
}
