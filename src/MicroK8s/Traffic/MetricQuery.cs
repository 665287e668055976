using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MicroK8s.Errors;
using MicroK8s.Metrics;

namespace MicroK8s.Commands.Traffic;

/// <summary>A query of the user's own, and the bounds of its value.</summary>
internal sealed record MetricQuery(PromQlTemplate Template, string Name, double? Least, double? Most)
{
    /// <summary>Reads a hashtable with <c>Query</c>, <c>Min</c> or <c>Max</c>, and perhaps <c>Name</c>.</summary>
    /// <param name="given">The hashtable.</param>
    /// <exception cref="ClusterException">InvalidSpec: another key, or no bound.</exception>
    public static MetricQuery Read(Hashtable given)
    {
        string[] known = ["Query", "Min", "Max", "Name"];
        string[] keys = [.. given.Keys.Cast<object>().Select(key => $"{key}")];
        if (keys.FirstOrDefault(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw InvalidInput.Of("Metric", unknown, $"is not a key of a metric, which has {string.Join(", ", known)}");
        }

        string query = $"{Value(given, "Query")}";
        double? least = Number(given, "Min");
        double? most = Number(given, "Max");
        if (least is null && most is null) throw InvalidInput.Of("Metric", query, "must have a Min or a Max");
        string name = Value(given, "Name") is { } text ? $"{text}" : "Metric";
        return new MetricQuery(PromQlTemplate.Parse(query), name, least, most);
    }

    private static object? Value(Hashtable given, string key)
    {
        object? name = given.Keys.Cast<object>().FirstOrDefault(
            one => key.Equals($"{one}", StringComparison.OrdinalIgnoreCase));
        return name is null ? null : given[name];
    }

    private static double? Number(Hashtable given, string key) => Value(given, key) is not { } value ? null
        : LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double number) ? number
        : throw InvalidInput.Of("Metric", $"{value}", $"is not a number for {key}");
}
