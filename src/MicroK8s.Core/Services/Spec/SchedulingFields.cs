namespace MicroK8s.Services.Spec;

/// <summary>On which nodes the pods may run.</summary>
internal static class SchedulingFields
{
    public static IReadOnlyList<ServiceField> All { get; } =
    [
        New("Toleration", TolerationSpec.Schema, "Taints the pods put up with: key[=value][:effect[:seconds]].",
            (scheduling, value) => scheduling with { Tolerations = TolerationSpec.Parse(value) }),
        New("NodeSelector", FieldSchema.Map, "Labels that a node must have.",
            (scheduling, value) => scheduling with
            {
                NodeSelector = ServiceMetadata.ParseSelector(InputList.Pairs(value, "NodeSelector"), "NodeSelector"),
            }),
        New("NodeAffinity", NodeRequirement.Schema, "What a node must fulfil: 'key in (a, b)', 'key', '!key', 'key>8'.",
            (scheduling, value) => scheduling with { NodeAffinity = NodeRequirement.Parse(value) }),
        New("NodePreference", NodePreference.Schema, "Which nodes are better: [weight:]requirements.",
            (scheduling, value) => scheduling with { NodePreferences = NodePreference.Parse(value) }),
        New("Spread", SpreadSpec.Schema, "Over what the pods are spread evenly: zone, node, region or a label.",
            (scheduling, value) => scheduling with { Spread = SpreadSpec.Parse(value) }) with
        {
            Words = SpreadSpec.Words,
        },
    ];

    private static ServiceField New(
        string name, FieldSchema schema, string description, Func<SchedulingSpec, object, SchedulingSpec> apply) =>
        new(name, schema, description, (spec, value) => spec with { Scheduling = apply(spec.Scheduling, value) });
}
