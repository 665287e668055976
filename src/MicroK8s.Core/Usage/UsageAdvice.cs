using MicroK8s.Nodes;

namespace MicroK8s.Usage;

/// <summary>
/// Where requests are far from use. One sample says little of a day, so only what is far off is said.
/// </summary>
public static class UsageAdvice
{
    /// <summary>Below this share of a request most of it is idle, in percent.</summary>
    private const int Idle = 20;

    /// <summary>From this share of a limit on a container is near its end, in percent.</summary>
    private const int Near = 90;

    /// <summary>From this share of a node on no room is left for a pod of usual size, in percent.</summary>
    private const int Full = 80;

    /// <summary>Requests below these are too small to be worth a word.</summary>
    private const decimal SmallCpu = 0.1m;

    private const long SmallMemory = 64L << 20;

    /// <summary>Advice on a pod. Null if there is none.</summary>
    /// <param name="use">What it uses. Null if unknown.</param>
    /// <param name="requests">What it has reserved.</param>
    /// <param name="limits">What it may use.</param>
    public static string? OfPod(ResourceSums? use, ResourceSums requests, ResourceSums limits)
    {
        if (use is null) return null;
        string?[] all =
        [
            OfResource("cpu", "CPU", use, requests, SmallCpu, amount => AmountText.OfCpu(amount)),
            OfResource("memory", "memory", use, requests, SmallMemory, amount => AmountText.OfBytes(amount)),
            use.Has("memory") && limits.Has("memory") && Percent.Of(use.Memory, limits.Memory) is >= Near and var share
                ? $"memory is at {share}% of the limit {AmountText.OfBytes(limits.Memory)}: above it a container is "
                    + "killed"
                : null,
        ];
        return Join(all);
    }

    /// <summary>Advice on a node. Null if there is none.</summary>
    /// <param name="use">What it uses. Null if unknown.</param>
    /// <param name="requests">What its pods have reserved.</param>
    /// <param name="allocatable">What they can reserve.</param>
    public static string? OfNode(ResourceSums? use, ResourceSums requests, ResourceSums allocatable)
    {
        if (use is null) return null;
        return Join(
        [
            OfNode("cpu", "CPU", use, requests, allocatable),
            OfNode("memory", "memory", use, requests, allocatable),
        ]);
    }

    private static string? OfNode(
        string resource, string word, ResourceSums use, ResourceSums requests, ResourceSums allocatable)
    {
        if (!use.Has(resource)) return null;
        int? reserved = Percent.Of(requests.Of(resource), allocatable.Of(resource));
        int? used = Percent.Of(use.Of(resource), allocatable.Of(resource));
        return used >= Near
            ? $"{used}% of the {word} is used"
            : reserved >= Full && Percent.Of(use.Of(resource), requests.Of(resource)) is < Idle and var share
                ? $"{reserved}% of the {word} is reserved, but only {share}% of that is used: lower the requests of "
                    + "its pods"
                : null;
    }

    private static string? OfResource(
        string resource, string word, ResourceSums use, ResourceSums requests, decimal small,
        Func<decimal, string> text)
    {
        if (!use.Has(resource)) return null;
        decimal used = use.Of(resource);
        if (!requests.Has(resource)) return used < small ? null : $"no {word} request, but {text(used)} is used";
        decimal requested = requests.Of(resource);
        if (used > requested && used - requested >= small / 2)
        {
            return $"uses {text(used)} {word}, but requests {text(requested)}: raise the request";
        }

        return requested > small && Percent.Of(used, requested) is < Idle and var share
            ? $"uses {share}% of the {text(requested)} {word} that it requests: lower the request"
            : null;
    }

    private static string? Join(IEnumerable<string?> all) =>
        string.Join("; ", all.OfType<string>()) is { Length: > 0 } text ? text : null;
}
