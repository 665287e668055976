using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Spec;

/// <summary>What only some kinds of workload have.</summary>
internal static class KindRules
{
    /// <summary>
    /// The controller puts <c>NAME-HASH</c> into a label of the pods, whose value has 63 characters at most
    /// (kubernetes/kubernetes#64023).
    /// </summary>
    private const int LongestStatefulName = 52;

    public static void Check(ServiceSpec spec)
    {
        if (spec is { Autoscale: not null, Replicas: not null })
        {
            throw InvalidInput.Of(
                "Replicas", spec.Replicas, "cannot be given together with -Autoscale, which decides how many pods run",
                "Give -Autoscale a Min instead.");
        }

        if (spec.Kind == WorkloadKind.DaemonSet) CheckDaemonSet(spec);
        if (spec.Kind == WorkloadKind.StatefulSet && spec.Name.Length > LongestStatefulName)
        {
            throw InvalidInput.Of(
                "Name", spec.Name,
                $"is too long for -Kind StatefulSet, whose names have at most {LongestStatefulName} characters");
        }

        if (spec.Kind != WorkloadKind.StatefulSet && spec.VolumeClaims.Count > 0)
        {
            throw Refuse(
                "VolumeClaim", spec.VolumeClaims[0].Name, spec.Kind,
                "only the pods of a StatefulSet have storage of their own",
                "Make a PersistentVolumeClaim, and mount it with -Mount claim:NAME:/path.");
        }
    }

    /// <summary>The fault of a parameter that a kind does not have.</summary>
    public static ClusterException Refuse(
        string parameter, object? value, WorkloadKind kind, string reason, string? advice = null) =>
        InvalidInput.Of(parameter, value, $"cannot be given together with -Kind {kind}: {reason}", advice);

    private static void CheckDaemonSet(ServiceSpec spec)
    {
        const string Reason = "it runs one pod on every node that fits";
        if (spec.Replicas is { } replicas) throw Refuse("Replicas", replicas, spec.Kind, Reason);
        if (spec.Autoscale is { } autoscale) throw Refuse("Autoscale", autoscale, spec.Kind, Reason);
        if (spec.Scheduling.Spread.Count > 0) throw Refuse("Spread", spec.Scheduling.Spread[0], spec.Kind, Reason);
        if (spec.DisruptionBudget is { } budget)
        {
            throw Refuse("DisruptionBudget", budget, spec.Kind, "a drain leaves its pods where they are");
        }
    }
}
