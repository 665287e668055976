using System.Text.RegularExpressions;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Reads environment variables and where they come from. No message shows a value.</summary>
public static partial class EnvironmentInput
{
    private const string Forms =
        "Write 'configmap:NAME', 'secret:NAME', 'VARIABLE=secret:NAME/KEY', 'VARIABLE=field:status.podIP'; "
        + "a '?' at the end makes it optional.";

    private static readonly FieldShape ValueShape = new(
        "the source of a variable",
        new FieldMember("ConfigMap", FieldSchema.Text, "The ConfigMap with the value."),
        new FieldMember("Secret", FieldSchema.Text, "The Secret with the value."),
        new FieldMember("Key", FieldSchema.Text, "The key in it; the variable's name without one."),
        new FieldMember("Field", FieldSchema.Text, "The path of the pod's field, such as status.podIP."),
        new FieldMember("Resource", FieldSchema.Text, "The container's amount, such as limits.cpu."),
        new FieldMember("Optional", FieldSchema.Flag, "Whether the container starts without it."));

    private static readonly FieldShape SourceShape = new(
        "a source of variables",
        new FieldMember("ConfigMap", FieldSchema.Text, "The ConfigMap with the variables."),
        new FieldMember("Secret", FieldSchema.Text, "The Secret with the variables."),
        new FieldMember("Prefix", FieldSchema.Text, "What is put before every key."),
        new FieldMember("Optional", FieldSchema.Flag, "Whether the container starts without it."));

    /// <summary>What <c>environment</c> may be in a file.</summary>
    public static FieldSchema ValuesSchema { get; } =
        FieldSchema.MapOf(FieldSchema.AnyOf(FieldSchema.Scalar, ValueShape.Schema));

    /// <summary>What <c>environmentFrom</c> may be in a file.</summary>
    public static FieldSchema SourcesSchema { get; } =
        FieldSchema.ListOf(FieldSchema.AnyOf(FieldSchema.Text, SourceShape.Schema));

    /// <summary>Reads variables with their values, or hashtables that say where the values are.</summary>
    /// <param name="pairs">Names and values as given, in order. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec. The message names the variable, never its value.</exception>
    public static IReadOnlyList<EnvironmentVariable> ParseValues(
        IReadOnlyList<KeyValuePair<string, object?>>? pairs, string parameter = "Environment")
    {
        var variables = new List<EnvironmentVariable>();
        foreach ((string name, object? value) in pairs ?? [])
        {
            NameRules.CheckEnvironmentName(name, parameter);
            variables.Add(value is IReadOnlyList<KeyValuePair<string, object?>>
                ? new EnvironmentVariable(name, null, ParseSource(name, value, parameter))
                : new EnvironmentVariable(name, InputText.Of(parameter, name, value)));
        }

        return variables;
    }

    /// <summary>Reads where variables come from: whole ConfigMaps and Secrets, and single variables.</summary>
    /// <param name="value">Texts or hashtables. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static (IReadOnlyList<EnvironmentVariable> Variables, IReadOnlyList<EnvironmentSource> Sources) ParseSources(
        object? value, string parameter = "EnvironmentFrom")
    {
        var variables = new List<EnvironmentVariable>();
        var sources = new List<EnvironmentSource>();
        foreach (object? item in InputList.Separated(value))
        {
            if (item is not string text) sources.Add(ParseWhole(item, parameter));
            else if (text.Contains('=', StringComparison.Ordinal)) variables.Add(ParseSingle(text, parameter));
            else sources.Add(ParseWhole(text, parameter));
        }

        return (variables, sources);
    }

    private static EnvironmentVariable ParseSingle(string text, string parameter)
    {
        Match match = SingleText().Match(text);
        if (!match.Success)
        {
            // What stands behind the '=' may be a password meant for -Environment.
            string name = text[..text.IndexOf('=', StringComparison.Ordinal)];
            throw InvalidInput.Of(parameter, name, "does not say where the variable comes from", Forms);
        }

        string variable = match.Groups["variable"].Value;
        NameRules.CheckEnvironmentName(variable, parameter);
        ValueSourceKind kind = Enum.Parse<ValueSourceKind>(match.Groups["kind"].Value, ignoreCase: true);
        string place = match.Groups["name"].Value;
        bool isOptional = match.Groups["optional"].Success;
        if (kind is ValueSourceKind.Field or ValueSourceKind.Resource)
        {
            return new EnvironmentVariable(variable, null, new ValueSource(kind, place + match.Groups["slash"].Value));
        }

        string key = match.Groups["key"] is { Success: true } given ? given.Value : variable;
        return new EnvironmentVariable(variable, null, Checked(kind, place, key, isOptional, parameter));
    }

    private static EnvironmentSource ParseWhole(string text, string parameter)
    {
        Match match = WholeText().Match(text);
        if (!match.Success) throw InvalidInput.Of(parameter, text, "is not a source of variables", Forms);
        bool isSecret = match.Groups["kind"].Value.Equals("secret", StringComparison.OrdinalIgnoreCase);
        string name = NameRules.CheckObjectName(match.Groups["name"].Value, parameter, "a ConfigMap or Secret");
        return new EnvironmentSource(isSecret, name, IsOptional: match.Groups["optional"].Success);
    }

    private static EnvironmentSource ParseWhole(object? value, string parameter)
    {
        FieldValues fields = SourceShape.Read(value, parameter);
        string place = OneOf(fields, "ConfigMap", "Secret");
        string name = NameRules.CheckObjectName(fields.Required(place), parameter, $"a {place}");
        string prefix = fields.Text("Prefix") ?? "";
        if (prefix.Length > 0) NameRules.CheckEnvironmentName(prefix, parameter);
        return new EnvironmentSource(place == "Secret", name, prefix, fields.Flag("Optional"));
    }

    private static ValueSource ParseSource(string variable, object value, string parameter)
    {
        FieldValues fields = ValueShape.Read(value, parameter);
        string place = OneOf(fields, "ConfigMap", "Secret", "Field", "Resource");
        string name = fields.Required(place);
        ValueSourceKind kind = Enum.Parse<ValueSourceKind>(place);
        return kind is ValueSourceKind.Field or ValueSourceKind.Resource
            ? new ValueSource(kind, name)
            : Checked(kind, name, fields.Text("Key") ?? variable, fields.Flag("Optional"), parameter);
    }

    private static ValueSource Checked(
        ValueSourceKind kind, string name, string key, bool isOptional, string parameter) => new(
        kind, NameRules.CheckObjectName(name, parameter, $"a {kind}"), NameRules.CheckDataKey(key, parameter),
        isOptional);

    private static string OneOf(FieldValues fields, params string[] places)
    {
        IReadOnlyList<string> found = fields.Present(places);
        return found.Count == 1 ? found[0] : throw InvalidInput.Of(
            fields.Parameter, fields.Keys, $"must have one of {string.Join(", ", places)}");
    }

    [GeneratedRegex(
        "^(?<variable>[^=]*)=(?<kind>configmap|secret|field|resource):"
        + "(?<name>[^/?]+)(?<slash>/(?<key>[^?]+))?(?<optional>\\?)?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex SingleText();

    [GeneratedRegex(
        "^(?<kind>configmap|secret):(?<name>[^/?]+)(?<optional>\\?)?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex WholeText();
}
