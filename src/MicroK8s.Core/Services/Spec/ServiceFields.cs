using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>All fields of a microservice, and how a wish is made of their values.</summary>
public static class ServiceFields
{
    private static readonly ImageReference NoImage = new("", "", null, null);

    /// <summary>All fields, in the order in which help and files show them.</summary>
    public static IReadOnlyList<ServiceField> All { get; } =
    [
        .. WorkloadFields.All, .. NetworkFields.All, .. ContainerFields.All, .. PodFields.All, .. SecurityFields.All,
        .. SchedulingFields.All, .. RolloutFields.All,
    ];

    /// <summary>The field of a name, in any case. Null if there is none.</summary>
    /// <param name="name">The name of a parameter or the key of a file.</param>
    public static ServiceField? Find(string name) =>
        All.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Makes a wish of values; each is checked by itself, <see cref="ServiceSpecRules"/> checks them all.
    /// </summary>
    /// <param name="values">
    /// Names in any case, and values as given; what is null or blank is left to its default.
    /// </param>
    /// <param name="defaultNamespace">The namespace, if the values name none.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec: a value breaks its rule, a required one is missing, or there is no such field.
    /// </exception>
    public static ServiceSpec Read(
        IReadOnlyList<KeyValuePair<string, object?>> values, string defaultNamespace)
    {
        var given = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in values)
        {
            string known = Find(name)?.Name ?? throw Unknown(name);
            if (!IsBlank(value)) given[known] = value!;
        }

        var spec = new ServiceSpec("", defaultNamespace, NoImage);
        foreach (ServiceField field in All)
        {
            if (given.TryGetValue(field.Name, out object? value)) spec = field.Apply(spec, value);
            else if (field.IsRequired) throw InvalidInput.Of(field.Name, null, "is missing; every service needs one");
        }

        return spec;
    }

    /// <summary>The fault of a name that is no field.</summary>
    /// <param name="name">The name as given.</param>
    public static ClusterException Unknown(string name) => new(
        ClusterFault.InvalidSpec, $"'{name}' is not a field of a microservice.", name,
        Suggestions.For(name, All.Select(field => field.Key)) ?? "Get-Help New-MicroService shows them all.");

    private static bool IsBlank(object? value) => value switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        object?[] { Length: 0 } => true,
        IReadOnlyList<KeyValuePair<string, object?>> { Count: 0 } => true,
        _ => false,
    };
}
