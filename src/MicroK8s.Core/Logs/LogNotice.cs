using MicroK8s.Errors;

namespace MicroK8s.Logs;

/// <summary>What a reader of logs has to say beside the lines.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="Fault">Why a log could not be read. Null if nothing is wrong.</param>
public sealed record LogNotice(string Message, ClusterException? Fault = null)
{
    /// <summary>Whether it is why there is nothing to read at all.</summary>
    public bool IsWarning { get; init; }
}
