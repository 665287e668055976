using MicroK8s.Conventions;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Spec;

/// <summary>What runs, how often, and what it is called.</summary>
internal static class WorkloadFields
{
    private static readonly string[] Kinds = [.. WorkloadKinds.All.Select(kind => $"{kind}")];

    public static IReadOnlyList<ServiceField> All { get; } =
    [
        new("Name", FieldSchema.Text, "The name of everything that is made.",
            (spec, value) => spec with { Name = InputText.Of("Name", "", value) })
        {
            IsRequired = true,
        },
        new("Image", FieldSchema.Text, "The image, as registry/repository:tag@digest.",
            (spec, value) => spec with { Image = ImageReference.Parse(InputText.Of("Image", "", value)) })
        {
            IsRequired = true,
        },
        new("Namespace", FieldSchema.Text, "The namespace it is made in.",
            (spec, value) => spec with { Namespace = InputText.Of("Namespace", "", value) }),
        new("Kind", FieldSchema.Choice(Kinds), "What runs the pods; Deployment without one.",
            (spec, value) => spec with { Kind = ReadKind(value) }),
        new("Replicas", FieldSchema.Number(0), "How many pods run; 1 without one.",
            (spec, value) => spec with { Replicas = InputText.WholeNumber("Replicas", "", value, 0) }),
        new("Label", FieldSchema.Map, "More labels, on everything that is made.",
            (spec, value) => spec with { Labels = ServiceMetadata.ParseLabels(InputList.Pairs(value, "Label")) }),
        new("Annotation", FieldSchema.Map, "Annotations, on everything that is made.",
            (spec, value) => spec with
            {
                Annotations = ServiceMetadata.ParseAnnotations(InputList.Pairs(value, "Annotation")),
            }),
    ];

    private static WorkloadKind ReadKind(object value)
    {
        string text = InputText.Of("Kind", "", value);
        return Enum.Parse<WorkloadKind>(InputText.Choice("Kind", text, text, Kinds));
    }
}
