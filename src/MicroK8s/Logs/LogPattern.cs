using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Logs;

/// <summary>Which lines are wanted, by the rules of Select-String: case makes no difference.</summary>
internal sealed class LogPattern
{
    /// <summary>A pattern that takes longer for one line would never get through a log.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(2);

    private readonly string _pattern;
    private readonly Regex _expression;

    public LogPattern(string pattern, bool isSimple)
    {
        _pattern = pattern;
        try
        {
            _expression = new Regex(
                isSimple ? Regex.Escape(pattern) : pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                LongestMatch);
        }
        catch (ArgumentException exception)
        {
            throw InvalidInput.Of(
                "Pattern", pattern, $"is no regular expression: {exception.Message.TrimEnd('.')}",
                "Add -SimpleMatch to look for the text as it is.");
        }
    }

    public bool IsMatch(string text)
    {
        try
        {
            return _expression.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw InvalidInput.Of("Pattern", _pattern, "takes more than two seconds for one line");
        }
    }
}
