using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Traffic.Policies;

/// <summary>One field of a traffic policy.</summary>
/// <param name="Parameter">The parameter that sets it.</param>
/// <param name="Setting">The part of the policy that it belongs to.</param>
/// <param name="Value">How its value is read.</param>
/// <param name="Path">Its place in the policy of a DestinationRule, or in the route of a VirtualService.</param>
internal sealed record PolicyField(string Parameter, PolicySetting Setting, PolicyValue Value, params string[] Path)
{
    /// <summary>Whether it stands in a route; otherwise in the rule of the destination.</summary>
    public bool IsOfRoute => PolicyFields.IsOfRoute(Setting);

    /// <summary>The field as messages name it.</summary>
    public string Name => string.Join('.', Path);

    /// <summary>Its value in a policy or a route. Null if it is not set.</summary>
    public JsonNode? Find(JsonObject block) => block.At(Path);

    /// <summary>Sets it in a block.</summary>
    public void Put(JsonObject block, JsonNode value)
    {
        foreach (string part in Path[..^1]) block = block.Open(part);
        block[Path[^1]] = value;
    }
}
