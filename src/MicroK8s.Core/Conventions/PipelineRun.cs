namespace MicroK8s.Conventions;

/// <summary>The run of an Azure DevOps pipeline that a change is made from.</summary>
/// <param name="Number">The number of the run.</param>
/// <param name="Pipeline">The name of the pipeline. Null if unknown.</param>
/// <param name="RequestedFor">Who started it. Null if unknown.</param>
/// <param name="Link">Its page. Null if unknown.</param>
public sealed record PipelineRun(string Number, string? Pipeline, string? RequestedFor, string? Link)
{
    private const string RunKey = "azure-pipelines/run";
    private const string PipelineKey = "azure-pipelines/pipeline";
    private const string RequestedForKey = "azure-pipelines/requested-for";
    private const string LinkKey = "azure-pipelines/runuri";

    /// <summary>The keys of all annotations that tell of a run.</summary>
    public static IReadOnlyList<string> Keys { get; } = [RunKey, PipelineKey, RequestedForKey, LinkKey];

    /// <summary>
    /// The annotations that tell of it: the keys are those of the KubernetesManifest task (azure-pipelines-tasks), so
    /// that both read alike.
    /// </summary>
    public IReadOnlyDictionary<string, string> Annotations
    {
        get
        {
            var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [RunKey] = Number,
            };
            if (Pipeline is not null) annotations[PipelineKey] = Pipeline;
            if (RequestedFor is not null) annotations[RequestedForKey] = RequestedFor;
            if (Link is not null) annotations[LinkKey] = Link;
            return annotations;
        }
    }

    /// <summary>The run that the process is part of.</summary>
    /// <param name="variable">Reads an environment variable; null if it is not set.</param>
    /// <returns>The run. Null outside a pipeline.</returns>
    public static PipelineRun? From(Func<string, string?> variable)
    {
        if (string.IsNullOrEmpty(variable("TF_BUILD"))) return null;
        string? collection = variable("SYSTEM_COLLECTIONURI")?.TrimEnd('/');
        string? project = variable("SYSTEM_TEAMPROJECT");
        string? id = variable("BUILD_BUILDID");
        string? link = collection is null || project is null || id is null
            ? null
            : $"{collection}/{Uri.EscapeDataString(project)}/_build/results?buildId={id}";
        return new PipelineRun(
            variable("BUILD_BUILDNUMBER") ?? id ?? "", variable("BUILD_DEFINITIONNAME"), variable("BUILD_REQUESTEDFOR"),
            link);
    }

    /// <summary>The run that annotations name.</summary>
    /// <param name="annotations">The annotations of an object.</param>
    /// <returns>The run. Null if they tell of none.</returns>
    public static PipelineRun? Of(IReadOnlyDictionary<string, string> annotations)
    {
        return Read(RunKey) is { } number
            ? new PipelineRun(number, Read(PipelineKey), Read(RequestedForKey), Read(LinkKey))
            : null;

        string? Read(string key) => annotations.TryGetValue(key, out string? value) ? value : null;
    }

    /// <summary>As the end of a change cause: who and which run.</summary>
    public override string ToString() => $"run {Number}"
        + (Pipeline is null ? "" : $" of {Pipeline}")
        + (RequestedFor is null ? "" : $" for {RequestedFor}");
}
