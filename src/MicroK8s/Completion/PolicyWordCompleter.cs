using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MicroK8s.Traffic.Policies;

namespace MicroK8s.Commands.Completion;

/// <summary>The words that a field of a traffic policy may have, by the name of its parameter.</summary>
public sealed class PolicyWordCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        WordsOf(parameterName).Where(word => word.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(word));

    private static IReadOnlyList<string> WordsOf(string parameter) => parameter switch
    {
        "LoadBalancer" => PolicyWords.Algorithms,
        "TlsMode" => PolicyWords.TlsModes,
        _ => PolicyWords.RetryConditions,
    };
}
