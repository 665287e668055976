using System.Numerics;
using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>Amounts by resource, such as <c>cpu</c> and <c>memory</c>, that can be added up. Immutable.</summary>
public sealed class ResourceSums
{
    private const long NanosOfOne = 1_000_000_000;

    private readonly SortedDictionary<string, BigInteger> _nanos;

    private ResourceSums(SortedDictionary<string, BigInteger> nanos) => _nanos = nanos;

    /// <summary>No amount at all.</summary>
    public static ResourceSums None { get; } = new(new(StringComparer.Ordinal));

    /// <summary>CPU in cores, exact to a billionth.</summary>
    public decimal Cpu => Of("cpu");

    /// <summary>Memory in bytes.</summary>
    public long Memory => (long)Of("memory");

    /// <summary>The resources that have an amount, in order of their names.</summary>
    public IEnumerable<string> Names => _nanos.Keys;

    /// <summary>Reads a map of resources and amounts; what is no amount counts as none.</summary>
    /// <param name="map">Such as <c>status.allocatable</c>. Null for an absent one.</param>
    public static ResourceSums Read(JsonElement? map)
    {
        var nanos = new SortedDictionary<string, BigInteger>(StringComparer.Ordinal);
        foreach ((string name, string text) in map?.Map() ?? new Dictionary<string, string>())
        {
            if (Quantity.TryParse(text) is { } amount) nanos[name] = amount.Nanos;
        }

        return new ResourceSums(nanos);
    }

    /// <summary>An amount of CPU and one of memory, as a kubelet gives them.</summary>
    /// <param name="nanoCores">CPU in billionths of a core.</param>
    /// <param name="bytes">Memory in bytes.</param>
    public static ResourceSums FromUse(long nanoCores, long bytes) => new(new(StringComparer.Ordinal)
    {
        ["cpu"] = nanoCores,
        ["memory"] = new BigInteger(bytes) * NanosOfOne,
    });

    /// <summary>Whether a resource has an amount, if only 0.</summary>
    /// <param name="resource">Such as <c>cpu</c>.</param>
    public bool Has(string resource) => _nanos.ContainsKey(resource);

    /// <summary>The amount of a resource in its unit: cores, bytes, pieces. 0 if there is none.</summary>
    /// <param name="resource">Such as <c>cpu</c>.</param>
    public decimal Of(string resource) => ToUnit(_nanos.GetValueOrDefault(resource));

    /// <summary>An amount in its unit; one that no number can hold is the largest that it can.</summary>
    /// <param name="nanos">The amount in billionths.</param>
    public static decimal ToUnit(BigInteger nanos)
    {
        // Nobody has more than a long can count; a decimal that overflows would end the cmdlet for a typing error.
        BigInteger most = new BigInteger(long.MaxValue) * NanosOfOne;
        decimal bounded = (decimal)BigInteger.Clamp(nanos, -most, most);
        return bounded / NanosOfOne;
    }

    /// <summary>The sum of both, resource by resource.</summary>
    /// <param name="other">What is added.</param>
    public ResourceSums Plus(ResourceSums other) => Join(other, (mine, theirs) => mine + theirs);

    /// <summary>The larger of both, resource by resource.</summary>
    /// <param name="other">What it is compared with.</param>
    public ResourceSums Max(ResourceSums other) => Join(other, BigInteger.Max);

    /// <summary>These amounts, with those of another map in their place where it has any.</summary>
    /// <param name="other">What counts instead.</param>
    public ResourceSums OverriddenBy(ResourceSums other)
    {
        var nanos = new SortedDictionary<string, BigInteger>(_nanos, StringComparer.Ordinal);
        foreach ((string name, BigInteger amount) in other._nanos) nanos[name] = amount;
        return new ResourceSums(nanos);
    }

    /// <summary>Only some of the amounts.</summary>
    /// <param name="isMeant">Whether a resource is one of them.</param>
    public ResourceSums Where(Func<string, bool> isMeant) => new(new(
        _nanos.Where(pair => isMeant(pair.Key)).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal));

    private ResourceSums Join(ResourceSums other, Func<BigInteger, BigInteger, BigInteger> join)
    {
        var nanos = new SortedDictionary<string, BigInteger>(_nanos, StringComparer.Ordinal);
        foreach ((string name, BigInteger amount) in other._nanos)
        {
            nanos[name] = nanos.TryGetValue(name, out BigInteger mine) ? join(mine, amount) : amount;
        }

        return new ResourceSums(nanos);
    }
}
