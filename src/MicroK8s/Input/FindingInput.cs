using System.Globalization;
using System.Management.Automation;
using MicroK8s.Errors;
using MicroK8s.Health;

namespace MicroK8s.Commands.Input;

/// <summary>
/// Findings from the pipeline: as they were emitted, and what came of them by CLIXML, JSON, CSV or a job, where enums
/// are names or numbers and a duration may be a text or an object.
/// </summary>
internal static class FindingInput
{
    /// <summary>Reads a finding.</summary>
    /// <param name="input">The object of the pipeline.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is none.</exception>
    public static HealthFinding Read(PSObject input)
    {
        if (input.BaseObject is HealthFinding finding) return finding;
        IReadOnlyDictionary<string, object?> values = (InputPairs.OfObject(input) ?? [])
            .GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.OrdinalIgnoreCase);
        return new HealthFinding(
            Word<HealthStatus>("Status"), TextOf("Code"), Needed("Check"), Word<HealthCategory>("Category"),
            Needed("Target"), TextOf("Evidence") ?? "", TextOf("Remediation"),
            Duration(values.GetValueOrDefault("Duration")))
        {
            Kind = TextOf("Kind"),
            Namespace = TextOf("Namespace"),
            Name = TextOf("Name"),
            Change = TextOf("Change") is null ? null : Word<HealthChange>("Change"),
        };

        // An empty cell of a CSV file is nothing.
        string? TextOf(string name) =>
            Convert.ToString(values.GetValueOrDefault(name), CultureInfo.InvariantCulture) is { Length: > 0 } text
                ? text
                : null;

        string Needed(string name) => TextOf(name) ?? throw NoFinding(input, $"it has no {name}");

        T Word<T>(string name)
            where T : struct, Enum
        {
            string text = Needed(name);
            return Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value)
                ? value
                : throw NoFinding(
                    input, $"its {name} '{text}' must be one of {string.Join(", ", Enum.GetNames<T>())}");
        }
    }

    private static TimeSpan Duration(object? value) => value switch
    {
        TimeSpan duration => duration,
        IReadOnlyList<KeyValuePair<string, object?>> parts => TimeSpan.FromTicks(Convert.ToInt64(
            parts.FirstOrDefault(part => part.Key == "Ticks").Value ?? 0L, CultureInfo.InvariantCulture)),
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration) => duration,
        _ => TimeSpan.Zero,
    };

    private static ClusterException NoFinding(PSObject input, string why) => InvalidInput.Of(
        "InputObject", UntrustedText.Quote($"{input}"), $"is not a health finding: {why}",
        "Pipe what Test-ClusterHealth emits, or what was kept of it.");
}
