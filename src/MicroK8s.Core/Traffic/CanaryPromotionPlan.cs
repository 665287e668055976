using System.Text;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>How a canary becomes the service: stable gets its pod template, then the canary goes.</summary>
public sealed record CanaryPromotionPlan
{
    internal CanaryPromotionPlan(UpdatePreview stable, CanaryRemovalPlan removal) =>
        (Stable, Removal) = (stable, removal);

    /// <summary>Warnings to show before, as whole sentences.</summary>
    public IReadOnlyList<string> Warnings => Removal.Warnings;

    /// <summary>The plan for people, step by step.</summary>
    public string Description
    {
        get
        {
            var text = new StringBuilder($"Promote canary of microservice {Removal.Namespace}/{Removal.Name}");
            if (!Stable.Update.IsEmpty)
            {
                text.Append($"\n  {Stable.Update.Target}");
                foreach (JsonDifference change in Stable.Stored) text.Append($"\n    {change}");
            }

            return Removal.Describe(text);
        }
    }

    /// <summary>What a stop leaves, as whole sentences.</summary>
    public string WhenStopped =>
        $"Stopped. The service keeps serving. {Advise("Complete-Canary")} resumes; {Advise("Remove-Canary")} removes "
        + "the canary.";

    internal UpdatePreview Stable { get; }

    internal CanaryRemovalPlan Removal { get; }

    private string Advise(string cmdlet) => AdvisedCommand.For(cmdlet, Removal.Name, Removal.Namespace);
}
