using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Revisions;

/// <summary>
/// What a pipeline run notes on a workload that it rolls back. An agent that is lost has its step tried again, and
/// "the revision before" would then be the bad one.
/// </summary>
/// <param name="Run">The run.</param>
/// <param name="From">The number of the revision before. Null if the controller had not numbered it yet.</param>
/// <param name="To">The number of the revision that was gone back to, before it got a new one.</param>
internal sealed record RollbackNote(string Run, long? From, long To)
{
    /// <summary>The annotation that holds it.</summary>
    public const string Annotation = "microk8s-powershell/rollback";

    /// <summary>The note of a rollback. Null outside a pipeline.</summary>
    public static RollbackNote? Of(PipelineRun? run, long? from, long to) =>
        run is null ? null : new RollbackNote(NameOf(run), from, to);

    /// <summary>The note on a workload. Null if there is none that can be read.</summary>
    public static RollbackNote? Read(KubeObject workload)
    {
        if (!workload.Annotations.TryGetValue(Annotation, out string? text)) return null;
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(text);
            return json.Text("run") is { } run && json.Number("to") is { } to
                ? new RollbackNote(run, json.Number("from"), to)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a run has come to a revision by the rollback that is noted, and nobody has rolled out anything since:
    /// the revision that is gone back to gets the next number.
    /// </summary>
    /// <param name="run">The run that asks. Null outside a pipeline.</param>
    /// <param name="current">The revision that the workload is of.</param>
    public bool LedTo(PipelineRun? run, Revision current) =>
        run is not null && Run == NameOf(run) && (current.Number == To || current.Number == From + 1);

    /// <inheritdoc/>
    public override string ToString() =>
        new JsonObject { ["run"] = Run, ["from"] = From, ["to"] = To }.ToJsonString();

    /// <summary>The page of a run is its own; numbers of runs repeat from pipeline to pipeline.</summary>
    private static string NameOf(PipelineRun run) => run.Link ?? $"{run.Pipeline} {run.Number}";
}
