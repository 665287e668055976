using MicroK8s.Errors;

namespace MicroK8s.Health;

/// <summary>One health check. It reads and judges, and never writes.</summary>
public interface IHealthCheck
{
    /// <summary>The name that users select it by.</summary>
    string Name { get; }

    /// <summary>The part of the cluster.</summary>
    HealthCategory Category { get; }

    /// <summary>Runs the check. A verdict comes as soon as it is known; targets that are well share one.</summary>
    /// <param name="scope">What to test.</param>
    /// <param name="cancellationToken">Cancelled at the check's deadline.</param>
    /// <exception cref="ClusterException">
    /// The check could not be made to its end: the run calls that Unknown.
    /// </exception>
    IAsyncEnumerable<HealthVerdict> RunAsync(HealthScope scope, CancellationToken cancellationToken);
}
