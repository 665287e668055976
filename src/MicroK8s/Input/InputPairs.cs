using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using MicroK8s.Services.Spec;

namespace MicroK8s.Commands.Input;

/// <summary>
/// Turns PowerShell's values into plain ones: no wrappers, dictionaries and objects as pairs in a fixed order.
/// </summary>
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

    /// <summary>A value without PSObject, also inside. A switch that is off is null.</summary>
    public static object? Unwrap(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } record =>
            record.Properties.Select(property => KeyValuePair.Create(property.Name, Unwrap(property.Value))).ToArray(),
        PSObject wrapped => Unwrap(wrapped.BaseObject),
        SwitchParameter flag => flag.IsPresent ? true : null,
        string or IReadOnlyList<KeyValuePair<string, object?>> => value,
        IDictionary dictionary => From(dictionary),
        IEnumerable items => items.Cast<object?>().Select(Unwrap).ToArray(),
        _ => value,
    };

    /// <summary>
    /// The properties of any object, the entries of a dictionary. Null for plain values, which have none of use.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, object?>>? OfObject(object? item) => Unwrap(item) switch
    {
        IReadOnlyList<KeyValuePair<string, object?>> pairs => pairs,
        null or string or IConvertible or object?[] => null,
        _ =>
        [
            .. PSObject.AsPSObject(item).Properties.Where(property => property.IsGettable)
                .Select(property => KeyValuePair.Create(property.Name, Unwrap(property.Value))),
        ],
    };

    /// <summary>The items of a list; anything else is its only item.</summary>
    public static IEnumerable<object?> ItemsOf(object? input)
    {
        object? plain = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        return plain is IEnumerable items and not (string or IDictionary) ? items.Cast<object?>() : [input];
    }

    /// <summary>Pairs as a dictionary in their order.</summary>
    public static OrderedDictionary Keyed(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        var keyed = new OrderedDictionary(StringComparer.Ordinal);
        foreach ((string key, object? value) in pairs) keyed[key] = value;
        return keyed;
    }

    /// <summary>Reads <c>key=value;key=value</c>, as a CSV cell holds it.</summary>
    public static OrderedDictionary Parse(string text) => Parse(InputList.PartsOf(text));

    /// <summary>Reads parts <c>key=value</c>.</summary>
    public static OrderedDictionary Parse(IEnumerable<string> parts)
    {
        var pairs = new OrderedDictionary(StringComparer.Ordinal);
        foreach ((string part, int index) in parts.Select((part, index) => (part, index)))
        {
            // What is not understood may be half a password, so it is counted and not shown.
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new ArgumentTransformationMetadataException($"Part {index + 1} is not KEY=VALUE.");
            pairs[part[..equals].TrimEnd()] = part[(equals + 1)..].TrimStart();
        }

        return pairs;
    }
}
