using System.Globalization;
using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Spec;

/// <summary>What fits together in a rollout (kubernetes, pkg/apis/apps/validation).</summary>
internal static class UpdateRules
{
    /// <summary>The server's default for Deployments (apps/v1 defaults.go).</summary>
    private const int UsualDeadline = 600;

    public static void Check(ServiceSpec spec)
    {
        UpdateSpec update = spec.Update;
        CheckStrategy(spec.Kind, update);
        bool isStateful = spec.Kind == WorkloadKind.StatefulSet;
        if (!isStateful && update.Partition is { } partition)
        {
            throw KindRules.Refuse("Partition", partition, spec.Kind, "only the pods of a StatefulSet have ordinals");
        }

        if (!isStateful && update.PodManagementPolicy is { } policy)
        {
            throw KindRules.Refuse("PodManagementPolicy", policy, spec.Kind, "only a StatefulSet orders its pods");
        }

        if (isStateful && (update.MaxSurge ?? update.MaxUnavailable) is { } share)
        {
            throw KindRules.Refuse(
                update.MaxSurge is null ? "MaxUnavailable" : "MaxSurge", share, spec.Kind,
                "it replaces its pods one after the other");
        }

        CheckDeadline(spec.Kind, update);
        if (IsZero(update.MaxSurge) && IsZero(update.MaxUnavailable))
        {
            throw InvalidInput.Of(
                "MaxSurge", update.MaxSurge,
                "cannot be 0 together with -MaxUnavailable 0: no pod could ever be replaced");
        }
    }

    private static void CheckStrategy(WorkloadKind kind, UpdateSpec update)
    {
        string other = kind == WorkloadKind.Deployment ? UpdateSpec.OnDelete : UpdateSpec.Recreate;
        if (update.Strategy == other)
        {
            string[] there = [.. UpdateSpec.Strategies.Where(strategy => strategy != other)];
            throw KindRules.Refuse("UpdateStrategy", other, kind, $"it has {string.Join(" and ", there)}");
        }

        if (update.Strategy is null or UpdateSpec.RollingUpdate) return;
        foreach ((string parameter, string? value) in new[]
        {
            ("MaxSurge", update.MaxSurge), ("MaxUnavailable", update.MaxUnavailable),
            ("Partition", update.Partition?.ToString(CultureInfo.InvariantCulture)),
        })
        {
            if (value is null) continue;
            throw InvalidInput.Of(
                parameter, value,
                $"cannot be given together with -UpdateStrategy {update.Strategy}; it is for RollingUpdate");
        }
    }

    private static void CheckDeadline(WorkloadKind kind, UpdateSpec update)
    {
        if (kind != WorkloadKind.Deployment)
        {
            if (update.ProgressDeadlineSeconds is { } given)
            {
                throw KindRules.Refuse("ProgressDeadlineSeconds", given, kind, "only a Deployment has a deadline");
            }

            return;
        }

        int deadline = update.ProgressDeadlineSeconds ?? UsualDeadline;
        if (update.MinReadySeconds >= deadline)
        {
            throw InvalidInput.Of(
                "MinReadySeconds", update.MinReadySeconds,
                $"is not less than -ProgressDeadlineSeconds, which is {deadline}: no rollout could ever succeed");
        }
    }

    private static bool IsZero(string? share) =>
        share?.TrimEnd('%') is { Length: > 0 } digits && digits.All(c => c == '0');
}
