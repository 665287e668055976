using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Policies;

/// <summary>Reads what a policy is to be, from parameters and from a block as DestinationRules have it. Pure.</summary>
public static class PolicyInput
{
    private const string BlockParameter = "Policy";

    /// <summary>The parameters that set a field.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [.. PolicyFields.All.Select(field => field.Parameter)];

    /// <summary>Reads and checks all that is to be set.</summary>
    /// <param name="values">
    /// The values of parameters by their names: whole numbers, texts, truth values, <see cref="TimeSpan"/>s, lists of
    /// texts, and hashtables as <see cref="JsonObject"/>s.
    /// </param>
    /// <param name="block">
    /// A <c>trafficPolicy</c> as a manifest has it, old names included, with <c>timeout</c>, <c>retries</c> and
    /// <c>fault</c> of a route beside. Null if there is none.
    /// </param>
    /// <exception cref="ClusterException">InvalidSpec: a value breaks a rule, two exclude each other, or there is none.
    /// </exception>
    internal static PolicyFragment Read(IReadOnlyDictionary<string, object?> values, JsonObject? block)
    {
        var notes = new List<string>();
        var rule = new JsonObject();
        var route = new JsonObject();
        if (block is not null) PolicyBlock.Read(block, rule, route, notes);
        foreach (PolicyField field in PolicyFields.All)
        {
            JsonObject into = field.IsOfRoute ? route : rule;
            if (field.Find(into) is { } written)
            {
                string shown = $"{field.Name}: {PolicyText.Of(written)}";
                field.Put(into, Check(field, written, BlockParameter, shown, notes));
            }

            if (values.GetValueOrDefault(field.Parameter) is not { } given) continue;
            JsonNode node = ToNode(field, given);
            field.Put(into, Check(field, node, field.Parameter, PolicyText.Of(node), notes));
        }

        Complete(rule);
        if (rule.Count == 0 && route.Count == 0)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                "Nothing to change: specify at least one field, such as -RequestTimeout or -ConsecutiveErrors.");
        }

        PolicyRules.Check(rule, route);
        return new PolicyFragment(rule, route, notes);
    }

    /// <summary>What Istio asks for beside, and has a natural value.</summary>
    private static void Complete(JsonObject rule)
    {
        if (rule.At("loadBalancer", "consistentHash", "httpCookie") is JsonObject cookie && !cookie.ContainsKey("ttl"))
        {
            cookie["ttl"] = "0s";
        }

        if (rule.At("loadBalancer", "localityLbSetting") is JsonObject locality && !locality.ContainsKey("enabled"))
        {
            locality["enabled"] = true;
        }
    }

    private static JsonNode ToNode(PolicyField field, object given) => given switch
    {
        TimeSpan time => JsonValue.Create(GoDuration.Text(time)),
        bool flag => JsonValue.Create(flag),
        int or long => JsonValue.Create(Convert.ToInt64(given, CultureInfo.InvariantCulture)),
        string text => JsonValue.Create(text),
        JsonObject map when field.Value == PolicyValue.Distribution => LocalityRules.Entries(map),
        JsonObject map => new JsonArray(
        [
            .. map.Select(pair => (JsonNode)new JsonObject { ["from"] = pair.Key, ["to"] = pair.Value?.DeepClone() }),
        ]),
        IEnumerable<string> texts => JsonValue.Create(string.Join(',', texts)),
        _ => throw InvalidInput.Of(field.Parameter, given, "is no value of a policy"),
    };

    private static JsonNode Check(
        PolicyField field, JsonNode node, string parameter, string shown, List<string> notes)
    {
        switch (field.Value)
        {
            case PolicyValue.Count: RequireNumber(0, int.MaxValue, "must be 0 or greater"); break;
            case PolicyValue.Positive: RequireNumber(1, int.MaxValue, "must be 1 or greater"); break;
            case PolicyValue.Percent: RequirePercent(); break;
            case PolicyValue.PositivePercent:
                RequireNumber(1, 100, "must be from 1 to 100: Istio takes 0 for the default, 10"); break;
            case PolicyValue.Status: RequireNumber(200, 599, "must be an HTTP status from 200 to 599"); break;
            case PolicyValue.Duration:
                RequireTime(TimeSpan.FromMilliseconds(1), "must be a duration of 1ms or more"); break;
            case PolicyValue.DurationOrNone: RequireTime(TimeSpan.Zero, "must be a duration"); break;
            case PolicyValue.Algorithm: return Word(PolicyWords.Algorithms);
            case PolicyValue.Tls: return Word(PolicyWords.TlsModes);
            case PolicyValue.RetryOn: RequireConditions(); break;
            case PolicyValue.ConfigMap: NameRules.CheckObjectName(node.Text() ?? "", parameter, "a ConfigMap"); break;
            case PolicyValue.Text when string.IsNullOrWhiteSpace(node.Text()): throw Wrong("must not be empty");
            case PolicyValue.Failover when LocalityRules.BrokenByFailover(node) is { } broken: throw Wrong(broken);
            case PolicyValue.Distribution when LocalityRules.BrokenByDistribution(node) is { } broken:
                throw Wrong(broken);
        }

        return node.DeepClone();

        void RequireNumber(int least, int most, string rule)
        {
            if (node.Number() is not { } number || number < least || number > most) throw Wrong(rule);
        }

        // A fault may be given to a part of a percent of the requests.
        void RequirePercent()
        {
            bool isPercent = node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
                && double.TryParse(
                    value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent)
                && percent is >= 0 and <= 100;
            if (!isPercent) throw Wrong("must be from 0 to 100");
        }

        void RequireTime(TimeSpan least, string rule)
        {
            if (GoDuration.TryParse(node.Text()) is not { } time || time < least) throw Wrong(rule);
        }

        void RequireConditions()
        {
            string[] parts = (node.Text() ?? "").Split(',', StringSplitOptions.TrimEntries);
            string? unknown =
                parts.FirstOrDefault(part => !PolicyWords.RetryConditions.Contains(part) && !IsStatus(part));
            if (unknown is null) return;
            throw Wrong(
                $"has '{unknown}', which must be an HTTP status or one of "
                + string.Join(", ", PolicyWords.RetryConditions),
                Suggestions.For(unknown, [.. PolicyWords.RetryConditions]));
        }

        JsonValue Word(IReadOnlyList<string> words)
        {
            string text = node.Text() ?? "";
            OldIstioField? old = OldIstioFields.OfPolicy.FirstOrDefault(one =>
                one.Value is { } word && one.Path == field.Name && IsSame(text, word));
            if (old is not null)
            {
                notes.Add(old.Note);
                text = old.Convert(node).Text() ?? text;
            }

            string word = words.FirstOrDefault(one => IsSame(one, text)) ?? throw Wrong(
                $"must be one of {string.Join(", ", words)}", Suggestions.For(text, [.. words]));
            return JsonValue.Create(Upper(word));
        }

        ClusterException Wrong(string rule, string? advice = null) => InvalidInput.Of(parameter, shown, rule, advice);
    }

    private static bool IsStatus(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status)
        && status is >= 200 and <= 599;

    /// <summary>Words with and without underscores, in any case of letters.</summary>
    private static bool IsSame(string one, string other) =>
        one.Replace("_", "", StringComparison.Ordinal).Equals(
            other.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    /// <summary><c>LeastRequest</c> as Istio writes it: <c>LEAST_REQUEST</c>.</summary>
    private static string Upper(string word) => string.Concat(word.Select((letter, index) =>
        index > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}
