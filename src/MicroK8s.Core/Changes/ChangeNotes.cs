using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>Notes on a workload what made a revision: cause, and in a pipeline who and which run.</summary>
internal static class ChangeNotes
{
    /// <summary>Writes them to a draft.</summary>
    /// <param name="draft">The workload.</param>
    /// <param name="cause">What changed.</param>
    /// <param name="run">The pipeline run. Null outside a pipeline.</param>
    public static void Write(WorkloadDraft draft, string cause, PipelineRun? run)
    {
        var notes = new Dictionary<string, JsonNode?>
        {
            [ServiceLabels.ChangeCause] = CauseText.Of(cause, run),
        };
        foreach ((string key, string value) in run?.Annotations ?? new Dictionary<string, string>()) notes[key] = value;
        draft.Metadata.Change(["annotations"], notes);
    }
}
