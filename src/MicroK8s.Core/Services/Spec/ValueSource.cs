namespace MicroK8s.Services.Spec;

/// <summary>Where the value of an environment variable comes from.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Name">
/// The ConfigMap or Secret, the path of the pod's field, or the resource such as <c>limits.cpu</c>.
/// </param>
/// <param name="Key">The key of a ConfigMap or Secret. Null for the other kinds.</param>
/// <param name="IsOptional">Whether the container starts without it.</param>
public sealed record ValueSource(ValueSourceKind Kind, string Name, string? Key = null, bool IsOptional = false)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ValueSourceKind.ConfigMap => $"ConfigMap {Name}/{Key}",
        ValueSourceKind.Secret => $"Secret {Name}/{Key}",
        _ => Name,
    };
}
