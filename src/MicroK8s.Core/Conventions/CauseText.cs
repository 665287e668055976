namespace MicroK8s.Conventions;

/// <summary>What the rollout history shows as the cause of a revision: the text of its annotation.</summary>
internal static class CauseText
{
    /// <summary>The cause, and in a pipeline the run that it comes from.</summary>
    /// <param name="cause">What changed.</param>
    /// <param name="run">The pipeline run. Null outside a pipeline.</param>
    public static string Of(string cause, PipelineRun? run) => run is null ? cause : $"{cause}, {run}";

    /// <summary>The cause of a revision that is made for an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="run">The pipeline run. Null outside a pipeline.</param>
    public static string Of(ImageReference image, PipelineRun? run) => Of($"image {image.Text}", run);
}
