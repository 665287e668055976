using System.Text;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>How a canary goes: its traffic first, then its pods, then what was made for it.</summary>
public sealed record CanaryRemovalPlan
{
    internal CanaryRemovalPlan(string namespaceName, string name) => (Namespace, Name) = (namespaceName, name);

    /// <summary>The namespace of the service.</summary>
    public string Namespace { get; }

    /// <summary>The service.</summary>
    public string Name { get; }

    /// <summary>Warnings to show before, as whole sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The plan for people, step by step.</summary>
    public string Description => Describe(new StringBuilder($"Remove canary of microservice {Namespace}/{Name}"));

    /// <summary>What a stop leaves, as whole sentences.</summary>
    public string WhenStopped =>
        $"Stopped. The service keeps serving. {AdvisedCommand.For("Remove-Canary", Name, Namespace)} resumes.";

    /// <summary>The canary's Deployment. Null if it is gone, or was never made.</summary>
    internal KubeObject? Canary { get; init; }

    /// <summary>The routes that give it a share, each with the change that takes it away.</summary>
    internal IReadOnlyList<WeightPlan> Shares { get; init; } = [];

    /// <summary>What was made for it, and what is put back.</summary>
    internal IReadOnlyList<ObjectChange> Withdrawal { get; init; } = [];

    /// <summary>Whether a controller may own what is changed.</summary>
    internal bool IgnoreOwner { get; init; }

    internal string Describe(StringBuilder text)
    {
        foreach (WeightPlan share in Shares) text.Append($"\n  {share.Where}: {share.Description}");
        if (Canary is { } canary && canary.Json.Number("spec", "replicas") is not 0)
        {
            text.Append($"\n  {canary}\n    spec.replicas {canary.Json.Number("spec", "replicas") ?? 1} → 0");
        }

        foreach (ObjectChange change in Withdrawal)
        {
            text.Append($"\n  {change.Title}");
            foreach (string line in change.Fields) text.Append($"\n    {line}");
        }

        if (Canary is not null) text.Append($"\n  remove {Canary}");
        return text.ToString();
    }
}
