namespace MicroK8s.Services;

/// <summary>What is to be different about a micro service. Null leaves a field as it is.</summary>
/// <param name="Image">The image of one container.</param>
/// <param name="Container">The container that gets the image. Null means the only one.</param>
/// <param name="Replicas">How many pods run.</param>
/// <param name="Run">The pipeline run that asks for it. Null outside a pipeline.</param>
public sealed record ServiceChange(ImageReference? Image, string? Container, int? Replicas, PipelineRun? Run);
