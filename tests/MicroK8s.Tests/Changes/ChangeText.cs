using System.Text.Json.Nodes;
using MicroK8s.Changes;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Changes;

/// <summary>Wishes and what they come to, short enough for tables.</summary>
internal static class ChangeText
{
    public static ServiceChange Wish(params (string Name, object? Value)[] fields) => Wish(null, fields);

    public static ServiceChange Wish(string? container, params (string Name, object? Value)[] fields) =>
        ServiceChange.Read(
            [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))], container, cause: null, run: null);

    public static KeyValuePair<string, object?>[] Pairs(params (string Key, object? Value)[] pairs) =>
        [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))];

    public static ObjectUpdate Plan(KubeObject workload, ServiceChange wish, KubeObject? service = null) =>
        ObjectUpdate.Plan(
            WorkloadKinds.RefOf(workload), workload, read => WorkloadEdit.Apply(read, wish, service).Json);

    /// <summary>The operations of a patch, without the one that names the version.</summary>
    public static string Operations(this ObjectUpdate update) => string.Join(
        '\n', JsonNode.Parse(update.Patch.ToString())!.AsArray().Skip(1).Select(
            one => $"{one!["op"]} {one["path"]} {one["value"]?.ToJsonString()}".TrimEnd()));
}
