using System.Globalization;
using System.Text.RegularExpressions;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>A taint of nodes that the pods put up with, as <c>key[=value][:effect[:seconds]]</c>.</summary>
/// <param name="Key">The key of the taint. Null for every taint.</param>
/// <param name="Value">Its value. Null for every value.</param>
/// <param name="Effect"><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>. Null for every effect.</param>
/// <param name="Seconds">How long a pod stays when the taint appears. Null for ever.</param>
public sealed partial record TolerationSpec(string? Key, string? Value, string? Effect, int? Seconds)
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
    private static readonly string[] Operators = ["Equal", "Exists"];

    private static readonly FieldShape Shape = new(
        "a toleration",
        new FieldMember("Key", FieldSchema.Text, "The key of the taint; without one, every taint."),
        new FieldMember("Operator", FieldSchema.Choice(Operators), "Exists for every value of the key."),
        new FieldMember("Value", FieldSchema.Scalar, "The value of the taint."),
        new FieldMember("Effect", FieldSchema.Choice(Effects), "The effect of the taint; without one, every effect."),
        new FieldMember("Seconds", FieldSchema.Number(0), "How long a pod stays; with NoExecute only."));

    /// <summary>What tolerations may be in a file.</summary>
    public static FieldSchema Schema { get; } =
        FieldSchema.ListOf(FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema));

    /// <summary>Reads tolerations.</summary>
    /// <param name="value">Texts or hashtables; a text may hold several, separated by commas. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyList<TolerationSpec> Parse(object? value, string parameter = "Toleration") =>
        [.. InputList.Separated(value).Select(item => item is string text
            ? ParseText(text, parameter)
            : ParseFields(Shape.Read(item, parameter)))];

    /// <inheritdoc/>
    public override string ToString() => (Key ?? "*") + (Value is null ? "" : $"={Value}")
        + (Effect is null ? "" : $":{Effect}") + (Seconds is null ? "" : $":{Seconds}");

    private static TolerationSpec ParseText(string text, string parameter)
    {
        Match match = Grammar().Match(text);
        if (!match.Success)
        {
            throw InvalidInput.Of(
                parameter, text, "is not key[=value][:effect[:seconds]]",
                "Examples: 'dedicated=shop:NoSchedule', 'dedicated', '*'.");
        }

        string key = match.Groups["key"].Value;
        string? effect = match.Groups["effect"] is { Success: true } given
            ? InputText.Choice(parameter, text, given.Value, Effects)
            : null;
        int? seconds = match.Groups["seconds"] is { Success: true } number
            ? InputText.WholeNumber(parameter, "Seconds", number.Value, 0)
            : null;
        string? value = match.Groups["value"] is { Success: true } some ? some.Value : null;
        return Check(new TolerationSpec(key == "*" ? null : key, value, effect, seconds), text, parameter);
    }

    private static TolerationSpec ParseFields(FieldValues fields)
    {
        string? value = fields.Text("Value");
        string? how = fields.Choice("Operator", Operators);
        if (how == "Exists" && value is { Length: > 0 })
        {
            throw InvalidInput.Of(fields.Parameter, $"Value={value}", "cannot stand beside Operator=Exists");
        }

        return Check(
            new TolerationSpec(
                fields.Text("Key") is { Length: > 0 } key ? key : null, how == "Equal" ? value ?? "" : value,
                fields.Choice("Effect", Effects), fields.Number("Seconds", 0)),
            fields.Keys, fields.Parameter);
    }

    // kubernetes, pkg/apis/core/validation, ValidateTolerations.
    private static TolerationSpec Check(TolerationSpec toleration, string given, string parameter)
    {
        if (toleration is { Key: null, Value: not null })
        {
            throw InvalidInput.Of(parameter, given, "has a value but no key");
        }

        if (toleration.Key is not null) NameRules.CheckKey(toleration.Key, parameter);
        if (toleration.Value is not null) NameRules.CheckLabelValue(toleration.Key!, toleration.Value, parameter);
        return toleration.Seconds is not null && toleration.Effect != "NoExecute"
            ? throw InvalidInput.Of(
                parameter, given, string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {toleration.Seconds} seconds, which only the effect NoExecute has"))
            : toleration;
    }

    [GeneratedRegex(
        "^(?<key>[^=:]+)(?:=(?<value>[^:]*))?(?::(?<effect>[A-Za-z]+)(?::(?<seconds>[0-9]+))?)?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}
