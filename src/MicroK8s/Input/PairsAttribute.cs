using System.Collections;
using System.Management.Automation;

namespace MicroK8s.Commands.Input;

/// <summary>
/// Lets a text <c>key=value;key=value</c> stand for a hashtable, so that a CSV row can be a service, a list of texts
/// <c>key=value</c>, as other tools take them, and an object, as it comes from JSON.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PairsAttribute : InputAttribute
{
    protected override object? Read(object? given)
    {
        if ((given is PSObject wrapped ? wrapped.BaseObject : given) is null or IDictionary) return given;
        return InputPairs.Unwrap(given) switch
        {
            string text => InputPairs.Parse(text),
            object?[] items => InputPairs.Parse(items.Select(item => item as string ?? "")),
            IReadOnlyList<KeyValuePair<string, object?>> pairs => InputPairs.Keyed(pairs),
            _ => throw Refuse(given, "is neither a hashtable nor a text KEY=VALUE;KEY=VALUE"),
        };
    }
}
