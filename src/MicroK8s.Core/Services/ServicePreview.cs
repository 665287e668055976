using System.Text;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Services;

/// <summary>Shows people what a plan makes, as the server would store it.</summary>
public static class ServicePreview
{
    /// <summary>Every object of a plan with every field, those that the server fills in marked.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="check">What <see cref="ServiceCreation.CheckAsync"/> returned for it.</param>
    /// <returns>Several lines; values of environment variables and headers are hidden.</returns>
    public static string Of(ServicePlan plan, CreationCheck check)
    {
        string what = check.Completes ? "Complete microservice" : "Create microservice";
        var text = new StringBuilder($"{what} {plan.Spec.Namespace}/{plan.Spec.Name}");
        foreach ((ObjectCreation planned, KubeObject? kept, KubeObject? present) in
            plan.Objects.Zip(check.Tried, check.Present))
        {
            text.Append($"\n  {planned.Type.Kind} {planned.Target.Name}");
            if (present is not null)
            {
                text.Append(" (exists already, and stays)");
                continue;
            }

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
