using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.CanaryRollouts;

/// <summary>
/// How far a rollout by canary is: an annotation on the canary's Deployment, so that any session can go on.
/// </summary>
/// <param name="Steps">The shares.</param>
/// <param name="Done">How many steps are passed.</param>
internal sealed record RolloutNote(IReadOnlyList<int> Steps, int Done)
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "microk8s-powershell/canary-rollout";

    /// <summary>Reads it. Null if there is none that can be read.</summary>
    public static RolloutNote? Of(KubeObject canary)
    {
        if (!canary.Annotations.TryGetValue(Annotation, out string? text) || JsonText.Parse(text) is not { } json)
        {
            return null;
        }

        int[] steps = [.. json.Items("steps").Select(step => step.Number() ?? 0)];
        return steps.Length > 0 && steps.All(step => step is >= 1 and <= 100)
            ? new RolloutNote(steps, Math.Clamp(json.Count("done"), 0, steps.Length))
            : null;
    }

    /// <summary>The change that writes it.</summary>
    public ObjectUpdate WriteTo(ResourceRef target, KubeObject canary) => ObjectUpdate.Plan(target, canary, read =>
    {
        JsonObject json = read.ToNode();
        json.Open("metadata").Open("annotations")[Annotation] = new JsonObject
        {
            ["steps"] = new JsonArray([.. Steps.Select(step => (JsonNode)step)]), ["done"] = Done,
        }.ToJsonString();
        return json;
    });
}
