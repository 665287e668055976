using System.Text.RegularExpressions;

namespace MicroK8s.Fuzz;

/// <summary>An input that ended as none may.</summary>
/// <param name="Kind">What tells it from others: the exception and the first place of ours in its stack.</param>
/// <param name="Details">All that is known.</param>
internal sealed partial record Finding(string Kind, string Details)
{
    public static Finding Of(Exception exception)
    {
        string details = exception.ToString();
        string what = exception is BrokenRuleException ? exception.Message : exception.GetType().Name;
        return new Finding($"{what}{Place(details)}", details);
    }

    /// <summary>A finding of a process that ended, by what it wrote at its end.</summary>
    public static Finding OfProcess(string what, string said) => new($"{what}{Place(said)}", said);

    private static string Place(string stack) =>
        Frame().Match(stack) is { Success: true } frame ? $" in {frame.Groups[1].Value}" : "";

    [GeneratedRegex(@"at (MicroK8s\.(?!Fuzz)[\w.<>`+]+)")]
    private static partial Regex Frame();
}
