using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MicroK8s.Health.Catalog;

namespace MicroK8s.Commands.Completion;

/// <summary>Names of health checks, with what they test as tool tip.</summary>
public sealed class HealthCheckCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return HealthChecks.All.Where(check => pattern.IsMatch(check.Name)).Select(check => new CompletionResult(
            check.Name, check.Name, CompletionResultType.ParameterValue, $"{check.Category}: {check.Summary}"));
    }
}
