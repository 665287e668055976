using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>The annotations that tell what made a revision: cause, and in a pipeline who and which run.</summary>
internal static class ChangeAnnotations
{
    private const string Annotations = "metadata.annotations";

    private static readonly string[] Paths =
    [
        .. PipelineRun.Keys.Append(ServiceLabels.ChangeCause).Select(key => JsonDifference.Join(Annotations, key)),
    ];

    /// <summary>Whether a field is one of them: they are those of whoever writes last.</summary>
    /// <param name="path">The field, as <see cref="JsonDifference"/> names it.</param>
    public static bool Contains(string path) => Paths.Contains(path);
}
