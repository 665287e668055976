using System.Collections;
using System.Management.Automation;

namespace MicroK8s.Commands.Input;

/// <summary>
/// Reads names. An object that comes down the pipeline is left to the engine, which then takes its property; what has
/// none, a hashtable too, is an error: the engine would take what it looks like as text for the name.
/// </summary>
/// <param name="alias">The other property that the engine takes. Null for only <c>Name</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamesAttribute(string? alias = null) : InputAttribute
{
    /// <summary>Enough to know an object by.</summary>
    private const int MostProperties = 5;

    protected override object? Read(object? given)
    {
        foreach (object? item in given is null ? [] : InputPairs.ItemsOf(given))
        {
            object? plain = item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;
            if (plain is IDictionary) throw RefuseHashtable(item!);
            if (plain is not (null or string) && !plain.GetType().IsPrimitive) throw RefuseObject(item!);
        }

        return given;
    }

    private static ArgumentTransformationMetadataException RefuseHashtable(object item) => Refuse(
        $"@{{{Text(item)}}}", "is a hashtable, not a name",
        "Put [pscustomobject] before it and pipe that: its keys are properties then.");

    private ArgumentTransformationMetadataException RefuseObject(object item)
    {
        string[] properties = [.. PSObject.AsPSObject(item).Properties.Select(property => property.Name)];
        bool hasName = properties.Any(property =>
            property.Equals("Name", StringComparison.OrdinalIgnoreCase)
            || property.Equals(alias, StringComparison.OrdinalIgnoreCase));

        // Because of this cause, and of no other, the engine goes on to the properties.
        if (hasName) return new("An object is not a name: pipe it, or give its Name.", new PSInvalidCastException());
        string shown = string.Join(", ", properties.Take(MostProperties));
        return Refuse(
            properties.Length > MostProperties ? $"@{{{shown}, ...}}" : $"@{{{shown}}}",
            $"is an object without a property Name{(alias is null ? "" : $" or {alias}")}",
            "Pipe names, or what Get-MicroService emits.");
    }
}
