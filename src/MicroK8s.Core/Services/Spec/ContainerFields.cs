namespace MicroK8s.Services.Spec;

/// <summary>What is in the container, and how it is watched.</summary>
internal static class ContainerFields
{
    private static readonly FieldSchema Words = FieldSchema.ListOf(FieldSchema.Scalar);

    public static IReadOnlyList<ServiceField> All { get; } =
    [
        new("LivenessProbe", ProbeFields.Schema, "Restarts the container when it fails.",
            (spec, value) => spec with { LivenessProbe = ProbeFields.Read(value, "LivenessProbe") }),
        new("ReadinessProbe", ProbeFields.Schema, "Keeps requests away from a pod while it fails.",
            (spec, value) => spec with { ReadinessProbe = ProbeFields.Read(value, "ReadinessProbe") }),
        new("StartupProbe", ProbeFields.Schema, "Holds the other probes back until it succeeds.",
            (spec, value) => spec with { StartupProbe = ProbeFields.Read(value, "StartupProbe") }),
        new("Request", FieldSchema.Map, "What is reserved for each pod, by resource.",
            (spec, value) => spec with
            {
                Requests = ResourceAmounts.Parse(InputList.Pairs(value, "Request"), "Request"),
            }),
        new("Limit", FieldSchema.Map, "What each pod may use at most, by resource.",
            (spec, value) => spec with { Limits = ResourceAmounts.Parse(InputList.Pairs(value, "Limit"), "Limit") }),
        new("Environment", EnvironmentInput.ValuesSchema, "Environment variables, by name.",
            (spec, value) => spec with
            {
                Environment = EnvironmentInput.ParseValues(InputList.Pairs(value, "Environment")),
            }),
        new("EnvironmentFrom", EnvironmentInput.SourcesSchema,
            "Variables from ConfigMaps, Secrets and fields of the pod.",
            ApplySources),
        new("Mount", MountInput.Schema,
            "What is in the file system: ConfigMap, Secret, claim, empty folder, node's path.",
            (spec, value) => spec with { Mounts = MountInput.Parse(value) }),
        new("VolumeClaim", VolumeClaimSpec.Schema, "Storage for every pod of a StatefulSet: name:/path:size[:class].",
            (spec, value) => spec with { VolumeClaims = VolumeClaimSpec.Parse(value) }),
        new("Command", Words, "What runs instead of the image's entry point, word by word.",
            (spec, value) => spec with { Command = InputList.Texts(value, "Command") }),
        new("Argument", Words, "The arguments instead of the image's, word by word.",
            (spec, value) => spec with { Arguments = InputList.Texts(value, "Argument") }),
        new("InitContainer", InitContainerInput.Schema,
            "Containers that run to their end first: [name=]image [command].",
            (spec, value) => spec with { InitContainers = InitContainerInput.Parse(value) }),
    ];

    private static ServiceSpec ApplySources(ServiceSpec spec, object value)
    {
        var (variables, sources) = EnvironmentInput.ParseSources(value);
        return spec with { Environment = [.. spec.Environment, .. variables], EnvironmentSources = sources };
    }
}
