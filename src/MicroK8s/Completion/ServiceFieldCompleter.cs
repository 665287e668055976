using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MicroK8s.Services.Spec;

namespace MicroK8s.Commands.Completion;

/// <summary>Completes the words of a field of a microservice; the parameter is named as the field.</summary>
public sealed class ServiceFieldCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        (ServiceFields.Find(parameterName)?.Words ?? [])
            .Where(word => word.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(word));
}
