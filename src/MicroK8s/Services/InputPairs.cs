using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;

namespace MicroK8s.Commands.Services;

/// <summary>Turns PowerShell's dictionaries into plain pairs: no wrappers, a fixed order.</summary>
internal static class InputPairs
{
    /// <summary>The pairs of a dictionary: in its own order if it has one, else by key. Null stays null.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>>? From(IDictionary? dictionary)
    {
        if (dictionary is null) return null;
        IEnumerable<KeyValuePair<string, object?>> pairs = dictionary.Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create($"{entry.Key}", Unwrap(entry.Value)));
        return dictionary is Hashtable ? [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)] : [.. pairs];
    }

    /// <summary>A value without PSObject; dictionaries become pairs, also inside.</summary>
    public static object? Unwrap(object? value) => value switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => Unwrap(wrapped.BaseObject),
        IDictionary dictionary => From(dictionary),
        object?[] items => items.Select(Unwrap).ToArray(),
        _ => value,
    };

    /// <summary>Reads <c>key=value;key=value</c>, as a CSV cell holds it.</summary>
    public static OrderedDictionary Parse(string text)
    {
        var pairs = new OrderedDictionary(StringComparer.Ordinal);
        const StringSplitOptions Clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string part in text.Split([';', '\n'], Clean))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new ArgumentTransformationMetadataException($"'{part}' is not KEY=VALUE.");
            pairs[part[..equals].TrimEnd()] = part[(equals + 1)..].TrimStart();
        }

        return pairs;
    }
}
