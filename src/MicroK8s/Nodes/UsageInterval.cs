using MicroK8s.Errors;

namespace MicroK8s.Commands.Nodes;

/// <summary>How often use is read anew.</summary>
internal static class UsageInterval
{
    /// <summary>A metrics server asks the kubelets every 15 seconds; more often gives the same figures.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(15);

    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void Check(TimeSpan interval)
    {
        if (interval < TimeSpan.FromSeconds(1) || interval > TimeSpan.FromHours(1))
        {
            throw InvalidInput.Of("Interval", interval, "must be from 1 second to 1 hour");
        }
    }
}
