using MicroK8s.Errors;

namespace MicroK8s.Usage;

/// <summary>
/// How much of a resource a namespace may have, by one ResourceQuota or LimitRange. Amounts are numbers in the unit of
/// the resource: cores, bytes, pieces.
/// </summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Kind"><c>ResourceQuota</c> or <c>LimitRange</c>.</param>
/// <param name="Quota">The name of the ResourceQuota or LimitRange.</param>
/// <param name="Resource">The resource, such as <c>requests.cpu</c>, <c>pods</c>, or <c>memory</c>.</param>
/// <param name="AppliesTo">
/// What it counts or limits: <c>Namespace</c>, the scopes of a quota, or <c>Container</c>, <c>Pod</c> and
/// <c>PersistentVolumeClaim</c> of a LimitRange.
/// </param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record QuotaUsage(
    string Namespace,
    string Kind,
    string Quota,
    string Resource,
    string AppliesTo,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>How much there is. Null for a LimitRange.</summary>
    public decimal? Used { get; init; }

    /// <summary>How much there may be. Null for a LimitRange.</summary>
    public decimal? Hard { get; init; }

    /// <summary>The share that is used, in whole percent. Null for a LimitRange, and for a quota of 0.</summary>
    public int? Percent => Nodes.Percent.Of(Used, Hard);

    /// <summary>What a container gets as its limit if it has none. Null if nothing.</summary>
    public decimal? DefaultLimit { get; init; }

    /// <summary>What a container gets as its request if it has none. Null if nothing.</summary>
    public decimal? DefaultRequest { get; init; }

    /// <summary>The least that one may request. Null for no bound.</summary>
    public decimal? Min { get; init; }

    /// <summary>The most that one may use. Null for no bound.</summary>
    public decimal? Max { get; init; }

    /// <summary>The bounds in the words of the API: <c>500m of 2</c>, or <c>default 100m, max 1</c>.</summary>
    public string Text { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Quota} {Resource}: {Text}";
}
