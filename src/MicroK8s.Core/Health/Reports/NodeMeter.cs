using System.Globalization;

namespace MicroK8s.Health.Reports;

/// <summary>One resource of a node, as a bar and in words.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Requested">What is requested, in percent of what is allocatable; at most 100.</param>
/// <param name="Used">What is used. Null if it is not known.</param>
/// <param name="Words">The same in words.</param>
internal sealed record NodeMeter(string Label, double Requested, double? Used, string Words)
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>What a report shows of a node.</summary>
    /// <param name="node">The node.</param>
    public static IReadOnlyList<NodeMeter> Of(ReportNode node) =>
    [
        Meter("CPU", node.CpuRequested, node.CpuUsed, node.CpuAllocatable, Cores, "cores "),
        Meter("Memory", node.MemoryRequested, node.MemoryUsed, node.MemoryAllocatable, Bytes, ""),
        new(
            "Pods", Share(node.Pods, node.PodsAllocatable), null,
            string.Create(CultureInfo.InvariantCulture, $"{node.Pods} of {node.PodsAllocatable}")),
    ];

    /// <summary>A part in whole percent, or a dash if it is not known.</summary>
    /// <param name="part">The part.</param>
    /// <param name="all">The whole.</param>
    public static string Percent(double? part, double all) => part is { } known && all > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{known / all * 100:0}%")
        : "–";

    /// <summary>Bytes with three digits, such as <c>1.95 GiB</c>.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        while (bytes >= 1000 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        string digits = bytes.ToString(
            bytes < 10 && unit > 0 ? "0.##" : bytes < 100 && unit > 0 ? "0.#" : "0", CultureInfo.InvariantCulture);
        return $"{digits} {Units[unit]}";
    }

    private static NodeMeter Meter(
        string label, double requested, double? used, double all, Func<double, string> words, string unit)
    {
        string text = $"{words(requested)} of {words(all)} {unit}requested ({Percent(requested, all)})";
        if (used is { } known) text += $", {words(known)} used ({Percent(known, all)})";
        return new NodeMeter(label, Share(requested, all), used is { } part ? Share(part, all) : null, text);
    }

    private static string Cores(double cores) => cores.ToString("0.##", CultureInfo.InvariantCulture);

    private static double Share(double part, double all) => all <= 0 ? 0 : Math.Clamp(part / all * 100, 0, 100);
}
