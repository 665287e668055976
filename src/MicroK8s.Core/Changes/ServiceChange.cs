using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Services.Spec;

namespace MicroK8s.Changes;

/// <summary>What is to be different about a microservice; what is not named stays as it is.</summary>
public sealed record ServiceChange
{
    private static readonly string[] OfContainers =
    [
        "Image", "Environment",
        .. SettableFields.All.Where(field => field.Place == FieldPlace.Container).Select(field => field.Name),
    ];

    /// <summary>The parameters that are about the Service alone.</summary>
    internal static readonly string[] OfService =
        ["Port", "ServiceType", "NodePort", "SessionAffinity", "SessionAffinityTimeout", "PublishNotReadyAddresses"];

    /// <summary>The parameters that are about an object beside the workload and its Service.</summary>
    internal static readonly string[] OfRelatedObjects = ["Autoscale", "DisruptionBudget"];

    private static readonly string[] Immutable = ["PodManagementPolicy", "VolumeClaim"];

    /// <summary>What a change cannot take away: without it there is no service.</summary>
    private static readonly string[] Lasting = ["Image", "Replicas", "Port", "ServiceType", "NodePort"];

    private ServiceChange()
    {
    }

    /// <summary>Every field that can be changed, by parameter.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        .. OfService, "Image", .. OfRelatedObjects,
        .. SettableFields.All.Select(field => field.Name).Union(MapFields.Names),
    ];

    /// <summary>The container that fields of containers are about. Null means the only one.</summary>
    public string? Container { get; private init; }

    /// <summary>The pipeline run that asks for it. Null outside a pipeline.</summary>
    public PipelineRun? Run { get; private init; }

    /// <summary>What the rollout history is to show. Null for what changed.</summary>
    public string? Cause { get; private init; }

    /// <summary>The fields that are named, by parameter.</summary>
    internal IReadOnlySet<string> Names { get; private init; } = new HashSet<string>();

    /// <summary>Whether a field is named.</summary>
    /// <param name="parameter">One of <see cref="Fields"/>.</param>
    internal bool Has(string parameter) => Fields.Contains(parameter)
        ? Names.Contains(parameter)
        : throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "This is no field that can be changed.");

    /// <summary>The new values of the named fields that are no maps; one that is not there is removed.</summary>
    internal ServiceSpec Spec { get; private init; } = null!;

    /// <summary>The named fields that are maps.</summary>
    internal IReadOnlyDictionary<string, MapChange> Maps { get; private init; } = new Dictionary<string, MapChange>();

    /// <summary>Images by container; an empty name is the one of <see cref="Container"/>.</summary>
    internal IReadOnlyDictionary<string, ImageReference> Images { get; private init; } =
        new Dictionary<string, ImageReference>();

    /// <summary>How the autoscaling changes. Null if it is not named, or is to end.</summary>
    internal AutoscaleChange? Autoscale { get; private init; }

    /// <summary>Whether the Service in front of the pods is concerned.</summary>
    internal bool ConcernsService => Names.Any(name => OfService.Contains(name) || name is "Label" or "Annotation");

    /// <summary>Reads and checks a wish, before any service is looked at.</summary>
    /// <param name="fields">Parameters and values as given; null, blank or an empty list removes a field.</param>
    /// <param name="container">The container. Null means the only one.</param>
    /// <param name="cause">What the rollout history is to show. Null for what changed.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static ServiceChange Read(
        IReadOnlyList<KeyValuePair<string, object?>> fields, string? container, string? cause, PipelineRun? run)
    {
        if (fields.Count == 0 && cause is null && container is null)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                "Nothing to change: specify at least one field, such as -Image or -Replicas.");
        }

        var names = fields.Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        if (container is not null && !names.Overlaps(OfContainers))
        {
            throw InvalidInput.Of("Container", container, "needs something to change about it, such as -Image");
        }

        var spec = new ServiceSpec("change", "default", new ImageReference("", "", null, null));
        var maps = new Dictionary<string, MapChange>(StringComparer.Ordinal);
        var images = new Dictionary<string, ImageReference>(StringComparer.Ordinal);
        AutoscaleChange? autoscale = null;
        foreach ((string name, object? value) in fields)
        {
            if (Immutable.Contains(name)) throw Fixed(name, value);
            if (MapFields.Names.Contains(name)) maps[name] = MapFields.Read(name, value);
            else if (name == "Image") images = ReadImages(value);
            else if (name == "Autoscale" && !IsBlank(value)) autoscale = AutoscaleChange.Read(value!);
            else if (!IsBlank(value)) spec = ServiceFields.Find(name)!.Apply(spec, value!);
            else if (Lasting.Contains(name)) throw InvalidInput.Of(name, value, "is blank, and a service needs one");
        }

        if (autoscale is not null && names.Contains("Replicas"))
        {
            throw InvalidInput.Of(
                "Replicas", spec.Replicas, "cannot be given together with -Autoscale, which decides how many pods run",
                "Give -Autoscale a Min instead.");
        }

        return new ServiceChange
        {
            Container = container, Cause = cause, Run = run, Names = names, Spec = spec, Maps = maps, Images = images,
            Autoscale = autoscale,
        };
    }

    private static Dictionary<string, ImageReference> ReadImages(object? value) =>
        value is IReadOnlyList<KeyValuePair<string, object?>> pairs
            ? pairs.ToDictionary(
                pair => pair.Key, pair => ImageReference.Parse(InputText.Of("Image", pair.Key, pair.Value)),
                StringComparer.Ordinal)
            : new Dictionary<string, ImageReference>
            {
                [""] = ImageReference.Parse(InputText.Of("Image", "", value ?? "")),
            };

    private static ClusterException Fixed(string name, object? value) => InvalidInput.Of(
        name, value, "cannot be changed while the workload lives", "Create the service anew under another name.");

    private static bool IsBlank(object? value) => value switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        object?[] { Length: 0 } => true,
        _ => false,
    };
}
