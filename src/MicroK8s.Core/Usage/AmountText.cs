using System.Globalization;

namespace MicroK8s.Usage;

/// <summary>Amounts as people read them. Records have numbers, which sort.</summary>
public static class AmountText
{
    private static readonly string[] Units = ["B", "Ki", "Mi", "Gi", "Ti", "Pi"];

    /// <summary>CPU in thousandths of a core, such as <c>250m</c>. Empty for null.</summary>
    /// <param name="cores">CPU in cores.</param>
    public static string OfCpu(decimal? cores) =>
        cores is { } some ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(some * 1000)}m") : "";

    /// <summary>Bytes in the unit that leaves up to four digits, such as <c>64Mi</c>. Empty for null.</summary>
    /// <param name="bytes">Bytes.</param>
    public static string OfBytes(decimal? bytes)
    {
        if (bytes is not { } some) return "";
        int unit = 0;
        for (; Math.Abs(some) >= 1024 * 4 && unit < Units.Length - 1; unit++) some /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(some)}{Units[unit]}");
    }
}
