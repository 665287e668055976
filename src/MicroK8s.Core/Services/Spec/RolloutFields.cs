namespace MicroK8s.Services.Spec;

/// <summary>How a new revision takes over, and how many pods there are meanwhile.</summary>
internal static class RolloutFields
{
    public static IReadOnlyList<ServiceField> All { get; } =
    [
        Choice("UpdateStrategy", UpdateSpec.Strategies, "How a new revision takes over.",
            (update, value) => update with { Strategy = value }),
        Share("MaxSurge", "Pods beyond the wanted number during a rollout, or a percentage.",
            (update, value) => update with { MaxSurge = value }),
        Share("MaxUnavailable", "Pods that may be missing during a rollout, or a percentage.",
            (update, value) => update with { MaxUnavailable = value }),
        Number("Partition", 0, "The ordinal from which on pods of a StatefulSet become new.",
            (update, value) => update with { Partition = value }),
        Choice("PodManagementPolicy", UpdateSpec.ManagementPolicies, "Whether pods of a StatefulSet start in order.",
            (update, value) => update with { PodManagementPolicy = value }),
        Number("MinReadySeconds", 0, "Seconds that a pod must be ready before it counts.",
            (update, value) => update with { MinReadySeconds = value }),
        Number("ProgressDeadlineSeconds", 1, "Seconds without progress after which a rollout has failed.",
            (update, value) => update with { ProgressDeadlineSeconds = value }),
        Number("RevisionHistoryLimit", 0, "Old revisions that are kept for a rollback.",
            (update, value) => update with { RevisionHistoryLimit = value }),
        Number("TerminationGracePeriodSeconds", 0, "Seconds that a pod has to end by itself.",
            (update, value) => update with { TerminationGraceSeconds = value }),
        new("Autoscale", AutoscaleSpec.Schema, "How the number of pods follows the load: Min, Max, Cpu, Memory.",
            (spec, value) => spec with { Autoscale = AutoscaleSpec.Parse(value) }),
        new("DisruptionBudget", DisruptionBudgetSpec.Schema, "What a drain must leave: MinAvailable or MaxUnavailable.",
            (spec, value) => spec with { DisruptionBudget = DisruptionBudgetSpec.Parse(value) }),
    ];

    private static ServiceField New(
        string name, FieldSchema schema, string description, Func<UpdateSpec, object, UpdateSpec> apply) =>
        new(name, schema, description, (spec, value) => spec with { Update = apply(spec.Update, value) });

    private static ServiceField Number(
        string name, int least, string description, Func<UpdateSpec, int, UpdateSpec> apply) =>
        New(name, FieldSchema.Number(least), description,
            (update, value) => apply(update, InputText.WholeNumber(name, "", value, least)));

    private static ServiceField Share(string name, string description, Func<UpdateSpec, string, UpdateSpec> apply) =>
        New(name, FieldSchema.CountOrPercent, description,
            (update, value) => apply(update, InputText.CountOrPercent(name, "", value)));

    private static ServiceField Choice(
        string name, IReadOnlyList<string> words, string description, Func<UpdateSpec, string, UpdateSpec> apply) =>
        New(name, FieldSchema.Choice(words), description, (update, value) =>
        {
            string text = InputText.Of(name, "", value);
            return apply(update, InputText.Choice(name, text, text, words));
        });
}
