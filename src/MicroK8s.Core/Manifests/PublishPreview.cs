using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Waiting;

namespace MicroK8s.Manifests;

/// <summary>
/// Tells people what a step would do, as the server would store it. Values that may be secret are hidden.
/// </summary>
public static class PublishPreview
{
    /// <summary>Longer outlines are cut: nobody reads on.</summary>
    private const int MostLines = 120;

    /// <summary>What applying a manifest does.</summary>
    /// <param name="step">The step.</param>
    /// <returns>Several lines, the first of which names action and object.</returns>
    public static string Of(PublishStep step)
    {
        string[] notes = [.. Notes(step)];
        if (step.Live is null)
        {
            string[] outline = [.. Outline(step)];
            IEnumerable<string> cut = outline.Length > MostLines
                ? outline.Take(MostLines).Append($"… and {outline.Length - MostLines} more lines")
                : outline;
            return Text($"Create {step.Target}", notes.Concat(cut));
        }

        if (step.Stored is null) return Text($"Apply {step.Target}", notes);
        return step.Changes.Count == 0
            ? Text($"Own {step.Target}: no field of it changes", notes)
            : Text($"Configure {step.Target}", step.Changes.Select(change => change.ToString()).Concat(notes));
    }

    /// <summary>What removing an object does.</summary>
    /// <param name="step">The step.</param>
    public static string Of(ObjectDeletion step) => $"Remove {step.Target}, which the set no longer has";

    private static IEnumerable<string> Outline(PublishStep step) =>
        step.Target.Type.Kind == "CustomResourceDefinition" ? [] : NewObjectOutline.Lines(step.Content, step.Stored);

    private static IEnumerable<string> Notes(PublishStep step)
    {
        if (step.Stored is { } stored)
        {
            foreach (string line in StuckPods.Describe(stored, step.StuckPods)) yield return line;
        }

        if (step.Unchecked is not null) yield return $"(as sent; the server cannot try it: {step.Unchecked})";
        if (step.Takeover is { Managers.Count: > 0 } takeover)
        {
            yield return $"(the fields of {string.Join(" and ", takeover.Managers)} become part of what is published)";
        }
    }

    private static string Text(string heading, IEnumerable<string> lines) =>
        string.Join("\n  ", lines.Prepend(heading));
}
