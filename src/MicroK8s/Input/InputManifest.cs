using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Input;

/// <summary>Objects of a script as JSON: hashtables, PSCustomObjects, lists and single values.</summary>
internal static class InputManifest
{
    /// <summary>Deeper than any manifest; what is deeper refers to itself.</summary>
    private const int DeepestLevel = 100;

    /// <summary>An object as JSON.</summary>
    /// <param name="value">The object.</param>
    /// <param name="parameter">The parameter that it was given to.</param>
    /// <param name="level">How deep it lies.</param>
    /// <exception cref="ClusterException">InvalidSpec: a value that JSON has nothing for.</exception>
    public static JsonNode? ToJson(object? value, string parameter = "InputObject", int level = 0)
    {
        if (level > DeepestLevel) throw Unusable(value, "it is nested too deep, or refers to itself", parameter);
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            SwitchParameter flag => JsonValue.Create(flag.IsPresent),
            byte or sbyte or short or ushort or int or uint or long =>
                JsonValue.Create(Convert.ToInt64(plain, CultureInfo.InvariantCulture)),
            ulong or float or double or decimal =>
                JsonNode.Parse(((IFormattable)plain).ToString(null, CultureInfo.InvariantCulture)),

            // ConvertFrom-Json makes dates of texts that look like one; the API knows only this form.
            DateTime time => JsonValue.Create(
                time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            JsonNode node => node.DeepClone(),
            IDictionary map => Map(map.Cast<DictionaryEntry>().Select(
                entry => (Key: $"{entry.Key}", entry.Value)), parameter, level),
            PSObject custom => Map(
                custom.Properties.Select(property => (property.Name, property.Value))!, parameter, level),
            IReadOnlyList<KeyValuePair<string, object?>> pairs =>
                Map(pairs.Select(pair => (pair.Key, pair.Value)), parameter, level),
            IEnumerable items => new JsonArray(
                [.. items.Cast<object?>().Select(item => ToJson(item, parameter, level + 1))]),
            Enum or char => JsonValue.Create(plain.ToString()),
            _ => throw Unusable(plain, $"a {plain.GetType().Name} is no value of a manifest", parameter),
        };
    }

    private static JsonObject Map(IEnumerable<(string Key, object? Value)> pairs, string parameter, int level)
    {
        var map = new JsonObject();
        foreach ((string key, object? value) in pairs) map[key] = ToJson(value, parameter, level + 1);
        return map;
    }

    private static ClusterException Unusable(object? value, string why, string parameter) =>
        new(ClusterFault.InvalidSpec, $"-{parameter} cannot be read: {why}.", value?.GetType().Name);
}
