using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>One object that a plan makes.</summary>
/// <param name="Type">Its kind, in the version that is sent.</param>
/// <param name="Manifest">The whole object, with name and namespace.</param>
public sealed record PlannedObject(ResourceType Type, JsonObject Manifest)
{
    /// <summary>Its address.</summary>
    public ResourceRef Ref => new(
        Type, Manifest["metadata"]!["namespace"]?.GetValue<string>(),
        Manifest["metadata"]!["name"]!.GetValue<string>());
}
