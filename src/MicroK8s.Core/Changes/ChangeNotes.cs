using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Changes;

/// <summary>The annotations that tell what made a revision: cause, and in a pipeline who and which run.</summary>
internal static class ChangeNotes
{
    private const string Annotations = "metadata.annotations";

    private static readonly string[] Paths =
    [
        .. PipelineRun.Keys.Append(ServiceLabels.ChangeCause).Select(key => JsonDifference.Join(Annotations, key)),
    ];

    /// <summary>Whether a field is one of them: they are those of whoever writes last.</summary>
    /// <param name="path">The field, as <see cref="JsonDifference"/> names it.</param>
    public static bool Own(string path) => Paths.Contains(path);

    /// <summary>Writes them to a draft.</summary>
    /// <param name="draft">The workload.</param>
    /// <param name="cause">What changed.</param>
    /// <param name="run">The pipeline run. Null outside a pipeline.</param>
    public static void Write(WorkloadDraft draft, string cause, PipelineRun? run)
    {
        var notes = new Dictionary<string, JsonNode?>
        {
            [ServiceLabels.ChangeCause] = run is null ? cause : $"{cause}, {run}",
        };
        foreach ((string key, string value) in run?.Annotations ?? new Dictionary<string, string>()) notes[key] = value;
        draft.Metadata.Change(["annotations"], notes);
    }
}
