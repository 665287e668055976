namespace MicroK8s.Connection;

/// <summary>
/// How long a wait may take. What came before it, such as finding the workload, has used some of the limit.
/// </summary>
/// <param name="Total">The limit that the caller asked for; messages name it.</param>
/// <param name="Left">What is left of it when the wait begins.</param>
public readonly record struct WaitLimit(TimeSpan Total, TimeSpan Left)
{
    /// <summary>A limit of which nothing is used yet.</summary>
    /// <param name="total">The limit.</param>
    public static implicit operator WaitLimit(TimeSpan total) => FromTimeSpan(total);

    /// <summary>A limit of which nothing is used yet.</summary>
    /// <param name="total">The limit.</param>
    public static WaitLimit FromTimeSpan(TimeSpan total) => new(total, total);

    /// <inheritdoc/>
    public override string ToString() => $"{Total.TotalSeconds:0} s";
}
