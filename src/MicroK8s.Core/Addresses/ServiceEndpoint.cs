namespace MicroK8s.Addresses;

/// <summary>Somebody who answers for a Service.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Pod">The pod. Null if it is no pod.</param>
/// <param name="Node">The node it runs on. Null if it is not told.</param>
/// <param name="IsReady">Whether it gets requests.</param>
/// <param name="DnsName">A name of its own, as the pods of a StatefulSet have one. Null if it has none.</param>
public sealed record ServiceEndpoint(string Address, string? Pod, string? Node, bool IsReady, string? DnsName)
{
    /// <inheritdoc/>
    public override string ToString() =>
        (DnsName ?? Pod) is { } name ? $"{Address} ({name})" : Address;
}
