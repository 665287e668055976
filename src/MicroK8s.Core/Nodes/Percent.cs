namespace MicroK8s.Nodes;

/// <summary>Shares in whole percent.</summary>
public static class Percent
{
    /// <summary>A part of a whole, rounded. Null if one of them is not known, or the whole is nothing.</summary>
    /// <param name="part">The part.</param>
    /// <param name="whole">The whole.</param>
    public static int? Of(decimal? part, decimal? whole) => part is { } some && whole is { } all && all > 0
        ? (int)Math.Clamp(Math.Round(some / all * 100, MidpointRounding.AwayFromZero), 0, int.MaxValue)
        : null;
}
