using System.Text;
using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>Shows people what a plan makes, as the server would store it.</summary>
public static class ServicePreview
{
    /// <summary>Every object of a plan with every field, those that the server fills in marked.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stored">What <see cref="ServiceCreation.CheckAsync"/> returned for it.</param>
    /// <returns>Several lines; values of environment variables and headers are hidden.</returns>
    public static string Of(ServicePlan plan, IReadOnlyList<KubeObject?> stored)
    {
        var text = new StringBuilder($"Create micro service {plan.Spec.Namespace}/{plan.Spec.Name}");
        foreach ((PlannedObject planned, KubeObject? kept) in plan.Objects.Zip(stored))
        {
            text.Append($"\n  {planned.Type.Kind} {planned.Ref.Name}");
            if (kept is null) text.Append(" (as sent: an admission webhook of the server allows no dry run)");
            foreach (string line in NewObjectOutline.Lines(planned.Manifest, kept)) text.Append($"\n    {line}");
        }

        if (plan.Others.All(other => other.Type != ResourceTypes.Service))
        {
            text.Append($"\n  no Service, because of {ServiceDescription.Why(plan.Spec)}");
        }

        return text.ToString();
    }
}
