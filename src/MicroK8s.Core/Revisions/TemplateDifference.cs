using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Revisions;

/// <summary>What differs between two pod templates.</summary>
internal static class TemplateDifference
{
    /// <summary>Where the paths start.</summary>
    public const string Root = "template";

    /// <summary>
    /// Every field that differs. Values of environment variables and of headers that probes send may be secrets: that
    /// they change is told, not how.
    /// </summary>
    /// <param name="from">The template before.</param>
    /// <param name="to">The template after.</param>
    public static IEnumerable<JsonDifference> Between(JsonObject from, JsonObject to)
    {
        var hidden = new HiddenValues();
        return All(Hide(from), Hide(to)).Select(HiddenValues.Show);

        JsonObject Hide(JsonObject template)
        {
            JsonObject copy = template.DeepClone().AsObject();
            SecretValues.Replace(copy, kind: "", hidden.Hide);
            return copy;
        }
    }

    /// <summary>The same with all values.</summary>
    /// <param name="from">The template before.</param>
    /// <param name="to">The template after.</param>
    public static IEnumerable<JsonDifference> All(JsonObject from, JsonObject to) =>
        JsonDifference.Between(from, to, Root);
}
