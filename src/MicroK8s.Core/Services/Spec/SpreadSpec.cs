using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>How evenly the pods are spread over parts of the cluster: <c>zone[:skew][:DoNotSchedule]</c>.</summary>
/// <param name="TopologyKey">The label of nodes whose values are the parts.</param>
/// <param name="MaxSkew">By how many pods two parts may differ.</param>
/// <param name="IsRequired">Whether a pod waits rather than break the rule.</param>
public sealed record SpreadSpec(string TopologyKey, int MaxSkew, bool IsRequired)
{
    private static readonly string[] Actions = ["ScheduleAnyway", "DoNotSchedule"];

    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zone"] = "topology.kubernetes.io/zone",
        ["region"] = "topology.kubernetes.io/region",
        ["node"] = "kubernetes.io/hostname",
    };

    private static readonly FieldShape Shape = new(
        "a spread",
        new FieldMember("Over", FieldSchema.Text, "zone, region, node, or a label of nodes."),
        new FieldMember("MaxSkew", FieldSchema.Number(1), "By how many pods two parts may differ; 1 without one."),
        new FieldMember(
            "WhenUnsatisfiable", FieldSchema.Choice(Actions), "What happens otherwise; ScheduleAnyway without one."));

    /// <summary>Short names of labels.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Known.Keys];

    /// <summary>What spreads may be in a file.</summary>
    public static FieldSchema Schema { get; } =
        FieldSchema.ListOf(FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema));

    /// <summary>Reads spreads.</summary>
    /// <param name="value">Texts or hashtables; a text may hold several, separated by commas. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyList<SpreadSpec> Parse(object? value, string parameter = "Spread")
    {
        SpreadSpec[] spreads = [.. InputList.Separated(value).Select(item => item is string text
            ? ParseText(text, parameter)
            : ParseFields(Shape.Read(item, parameter)))];
        string? twice = spreads.GroupBy(spread => (spread.TopologyKey, spread.IsRequired))
            .FirstOrDefault(group => group.Count() > 1)?.Key.TopologyKey;
        return twice is null ? spreads : throw InvalidInput.Of(parameter, twice, "is given twice");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"over {TopologyKey}, at most {MaxSkew} apart{(IsRequired ? ", required" : "")}";

    private static SpreadSpec ParseText(string text, string parameter)
    {
        string[] parts = text.Split(':');
        int skew = 1;
        string action = Actions[0];
        foreach (string part in parts.Skip(1))
        {
            if (part.All(char.IsAsciiDigit)) skew = InputText.WholeNumber(parameter, "MaxSkew", part, 1);
            else action = InputText.Choice(parameter, text, part, Actions);
        }

        return new SpreadSpec(KeyOf(parts[0], parameter), skew, action == Actions[1]);
    }

    private static SpreadSpec ParseFields(FieldValues fields) => new(
        KeyOf(fields.Required("Over"), fields.Parameter), fields.Number("MaxSkew", 1) ?? 1,
        fields.Choice("WhenUnsatisfiable", Actions) == Actions[1]);

    private static string KeyOf(string name, string parameter)
    {
        string key = Known.GetValueOrDefault(name, name);
        NameRules.CheckKey(key, parameter);
        return key;
    }
}
