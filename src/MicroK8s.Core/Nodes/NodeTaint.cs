using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>A taint of a node: it keeps pods away that do not tolerate it.</summary>
/// <param name="Key">Its key, such as <c>dedicated</c>.</param>
/// <param name="Value">Its value. Empty if it has none.</param>
/// <param name="Effect">
/// What it does, such as <c>NoSchedule</c>; a text, so that an effect that is unknown here is shown too.
/// </param>
public sealed record NodeTaint(string Key, string Value, string Effect)
{
    /// <summary>The taints of a node, in its order.</summary>
    /// <param name="node">The node.</param>
    public static IReadOnlyList<NodeTaint> Of(KubeObject node) =>
        [.. node.Json.Items("spec", "taints").Select(Read)];

    /// <summary>Whether it is the same taint, with another value perhaps: the server allows one of each.</summary>
    /// <param name="other">The other.</param>
    public bool IsSameAs(NodeTaint other) => Key == other.Key && Effect == other.Effect;

    /// <summary>The taint as the API has it.</summary>
    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["key"] = Key };
        if (Value.Length > 0) json["value"] = Value;
        json["effect"] = Effect;
        return json;
    }

    internal static NodeTaint Read(JsonElement taint) =>
        new(taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect") ?? "");

    /// <summary>As <c>-Taint</c> takes it: <c>key=value:Effect</c> or <c>key:Effect</c>.</summary>
    public override string ToString() => Value.Length == 0 ? $"{Key}:{Effect}" : $"{Key}={Value}:{Effect}";
}
