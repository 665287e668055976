using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MicroK8s.Commands.Completion;

/// <summary>
/// Values that are customary for a parameter, by its name; any other can be typed. Without them PowerShell would offer
/// file names.
/// </summary>
public sealed class CustomaryCompleter : IArgumentCompleter
{
    private static readonly Dictionary<string, string[]> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Address"] = ["127.0.0.1", "::1", "0.0.0.0"],
        ["ClusterDomain"] = ["cluster.local"],
        ["Since"] = ["5m", "15m", "1h", "6h", "1d"],
        ["Tail"] = ["10", "100", "1000"],
        ["Timeout"] = ["60", "300", "600", "1800"],
        ["Weight"] = ["0", "5", "10", "25", "50", "75", "100"],
    };

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Values[parameterName].Where(value => value.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(value));
}
