using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Nodes that are better than others, as <c>[weight:]requirements</c>.</summary>
/// <param name="Weight">How much better, from 1 to 100.</param>
/// <param name="Requirements">What such a node fulfils, all of it.</param>
public sealed partial record NodePreference(int Weight, IReadOnlyList<NodeRequirement> Requirements)
{
    private const int Highest = 100;

    private static readonly FieldShape Shape = new(
        "a preference for nodes",
        new FieldMember("Weight", FieldSchema.Number(1, Highest), "How much better such a node is; 100 without one."),
        new FieldMember("Match", NodeRequirement.Schema, "What such a node fulfils."));

    /// <summary>What preferences may be in a file.</summary>
    public static FieldSchema Schema { get; } =
        FieldSchema.ListOf(FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema));

    /// <summary>Reads preferences.</summary>
    /// <param name="value">Texts or hashtables. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyList<NodePreference> Parse(object? value, string parameter = "NodePreference") =>
        [.. InputList.Of(value).Select(item => item is string text
            ? ParseText(text, parameter)
            : ParseFields(Shape.Read(item, parameter)))];

    /// <inheritdoc/>
    public override string ToString() => $"{Weight}: {string.Join(", ", Requirements)}";

    private static NodePreference ParseText(string text, string parameter)
    {
        Match match = Grammar().Match(text);
        int weight = match.Groups["weight"] is { Success: true } given
            ? InputText.WholeNumber(parameter, "Weight", given.Value, 1, Highest)
            : Highest;
        return new NodePreference(weight, NodeRequirement.Parse(match.Groups["match"].Value, parameter));
    }

    private static NodePreference ParseFields(FieldValues fields)
    {
        IReadOnlyList<NodeRequirement> requirements = NodeRequirement.Parse(fields["Match"], fields.Parameter);
        return requirements.Count > 0
            ? new NodePreference(fields.Number("Weight", 1, Highest) ?? Highest, requirements)
            : throw InvalidInput.Of(fields.Parameter, fields.Keys, "has no Match, which it must have");
    }

    [GeneratedRegex(
        "^\\s*(?:(?<weight>[0-9]+)\\s*:)?(?<match>.*)\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}
