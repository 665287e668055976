using MicroK8s.Logs;

namespace MicroK8s.Tests.Logs;

/// <summary>What shop/chatty writes.</summary>
internal static class NumberedLines
{
    /// <summary>None is missing, none is there twice, and they are in order.</summary>
    public static void AssertGapless(IReadOnlyList<LogLine> lines)
    {
        string[] numbered =
            [.. lines.Select(line => line.Text).Where(text => text.StartsWith("line ", StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Range(1, numbered.Length).Select(number => $"line {number}"), numbered);
    }
}
