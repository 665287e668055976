using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>
/// What tells the items of a list apart. Kubernetes notes it for its own lists (kubernetes/api, <c>patchMergeKey</c>);
/// in lists of other kinds it is whichever of these properties all items have.
/// </summary>
internal static class ListKeys
{
    /// <summary>In the order of preference.</summary>
    private static readonly string[] Known =
        ["name", "mountPath", "devicePath", "containerPort", "key", "topologyKey", "ip"];

    /// <summary>The lists of a pod that kubectl merges item by item (core/v1).</summary>
    private static readonly Dictionary<string, string> OfPods = new(StringComparer.Ordinal)
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["env"] = "name",
        ["ports"] = "containerPort",
        ["volumes"] = "name",
        ["volumeMounts"] = "mountPath",
        ["volumeDevices"] = "devicePath",
        ["imagePullSecrets"] = "name",
        ["hostAliases"] = "ip",
        ["topologySpreadConstraints"] = "topologyKey",
    };

    /// <summary>The merge key of a list of a pod. Null for a list that is replaced as a whole.</summary>
    /// <param name="list">The field that holds it.</param>
    public static string? OfPod(string list) => OfPods.GetValueOrDefault(list);

    /// <summary>
    /// The property that every item of all these lists has, and no two of one list the same. Null if there is none.
    /// </summary>
    public static string? Of(params IReadOnlyList<JsonArray> lists) =>
        Known.FirstOrDefault(name => lists.All(list => AreTold(list, name)));

    /// <summary>The items' values of that property, else their places.</summary>
    public static string[] Values(JsonArray items, string? name) =>
        [.. items.Select((item, index) => name is null ? $"{index}" : $"{(item as JsonObject)?[name]}")];

    private static bool AreTold(JsonArray items, string name) =>
        items.All(item => item is JsonObject thing && thing[name] is JsonValue)
        && items.Select(item => item![name]!.ToString()).Distinct().Count() == items.Count;
}
