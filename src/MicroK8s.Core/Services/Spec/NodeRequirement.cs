using System.Globalization;
using System.Text.RegularExpressions;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>
/// What a node's label must be, in the syntax of kubectl's <c>-l</c>: <c>zone in (a,b)</c>, <c>!gpu</c>.
/// </summary>
/// <param name="Key">The label.</param>
/// <param name="Operator"><c>In</c>, <c>NotIn</c>, <c>Exists</c>, <c>DoesNotExist</c>, <c>Gt</c> or <c>Lt</c>.</param>
/// <param name="Values">The values; none for <c>Exists</c> and <c>DoesNotExist</c>.</param>
public sealed partial record NodeRequirement(string Key, string Operator, IReadOnlyList<string> Values)
{
    private const string Forms =
        "Examples: 'topology.kubernetes.io/zone in (a, b)', 'disk=ssd', 'gpu', '!gpu', 'cores>8'.";
    private static readonly string[] Operators = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];

    private static readonly FieldShape Shape = new(
        "a requirement of a node",
        new FieldMember("Key", FieldSchema.Text, "The label of the node."),
        new FieldMember("Operator", FieldSchema.Choice(Operators), "How it is compared; In without one."),
        new FieldMember("Value", FieldSchema.ListOf(FieldSchema.Scalar), "The values it is compared with."));

    /// <summary>What requirements may be in a file.</summary>
    public static FieldSchema Schema { get; } =
        FieldSchema.ListOf(FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema));

    /// <summary>Reads requirements, all of which must hold.</summary>
    /// <param name="value">Texts or hashtables; a text may hold several, separated by commas. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyList<NodeRequirement> Parse(object? value, string parameter = "NodeAffinity") =>
        [.. InputList.Of(value).SelectMany<object?, NodeRequirement>(item => item is string text
            ? OutsideParentheses().Split(text).Select(part => ParseText(part.Trim(), parameter))
            : [ParseFields(Shape.Read(item, parameter))])];

    /// <inheritdoc/>
    public override string ToString() => Operator switch
    {
        "Exists" => Key,
        "DoesNotExist" => $"!{Key}",
        "Gt" => $"{Key}>{Values[0]}",
        "Lt" => $"{Key}<{Values[0]}",
        "In" when Values.Count == 1 => $"{Key}={Values[0]}",
        _ => $"{Key} {(Operator == "In" ? "in" : "notin")} ({string.Join(", ", Values)})",
    };

    private static NodeRequirement ParseText(string text, string parameter)
    {
        Match match = Grammar().Match(text);
        if (!match.Success) throw InvalidInput.Of(parameter, text, "is not a requirement of a node's label", Forms);
        string[] values = match.Groups["set"] is { Success: true } set
            ? set.Value.Split(',', StringSplitOptions.TrimEntries)
            : [match.Groups["value"].Value.Trim()];
        string sign = match.Groups["operator"].Value.ToUpperInvariant();
        bool isAlone = sign.Length == 0;
        return Check(
            match.Groups["key"].Value,
            sign switch
            {
                "IN" or "=" or "==" => "In",
                "NOTIN" or "!=" => "NotIn",
                ">" => "Gt",
                "<" => "Lt",
                _ => match.Groups["not"].Success ? "DoesNotExist" : "Exists",
            },
            isAlone ? [] : values, parameter);
    }

    private static NodeRequirement ParseFields(FieldValues fields) => Check(
        fields.Required("Key"), fields.Choice("Operator", Operators) ?? "In", fields.Texts("Value"), fields.Parameter);

    private static NodeRequirement Check(
        string key, string how, IReadOnlyList<string> values, string parameter)
    {
        NameRules.CheckKey(key, parameter);
        bool isGood = how switch
        {
            "Exists" or "DoesNotExist" => values.Count == 0,
            "Gt" or "Lt" => values.Count == 1 && long.TryParse(
                values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            _ => values.Count > 0,
        };
        if (!isGood)
        {
            throw InvalidInput.Of(
                parameter, $"{key} {how} ({string.Join(", ", values)})",
                "has the wrong values: In and NotIn take one or more, Gt and Lt one whole number, the others none");
        }

        foreach (string value in values) NameRules.CheckLabelValue(key, value, parameter);
        return new NodeRequirement(key, how, values);
    }

    [GeneratedRegex(
        "^(?:(?<not>!)\\s*(?<key>[^\\s=!<>(),]+)|(?<key>[^\\s=!<>(),]+)(?:"
        + "\\s+(?<operator>in|notin)\\s*\\((?<set>[^()]*)\\)"
        + "|\\s*(?<operator>==|=|!=|>|<)\\s*(?<value>[^\\s=!<>(),]*))?)\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Grammar();

    [GeneratedRegex(",(?![^(]*\\))", RegexOptions.CultureInvariant)]
    private static partial Regex OutsideParentheses();
}
