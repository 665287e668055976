using MicroK8s.Errors;

namespace MicroK8s.Resources;

/// <summary>One kind of object of the API, with what is needed to make its path.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version of the group, such as <c>v1</c>.</param>
/// <param name="Plural">The plural lower-case name of the path, such as <c>deployments</c>.</param>
/// <param name="Kind">The kind, such as <c>Deployment</c>.</param>
/// <param name="Namespaced">Whether the objects live in a namespace.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    /// <summary><c>group/version</c>, or only the version for the core group, as in a manifest.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of the collection, or of one object when a name is given.</summary>
    /// <param name="namespaceName">The namespace; null for all namespaces or for a cluster-wide kind.</param>
    /// <param name="name">The object; null for the collection.</param>
    /// <returns>A path without a leading slash; every part is escaped.</returns>
    /// <exception cref="ClusterException">InvalidSpec: an object cannot have such a name.</exception>
    public string Path(string? namespaceName, string? name = null)
    {
        string root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        if (Namespaced && namespaceName is not null) root += $"/namespaces/{Part(namespaceName, "Namespace")}";
        root += $"/{Plural}";
        return name is null ? root : $"{root}/{Part(name, Kind)}";
    }

    /// <summary>
    /// Whether a text can be the name of any object: the server's own rule (apimachinery, pkg/api/validation/path).
    /// What breaks it would lead elsewhere, escaped or not: <c>web/scale</c> to a part of an object, <c>..</c> to
    /// another kind.
    /// </summary>
    /// <param name="name">The name of an object or a namespace.</param>
    public static bool CanBeName(string name) =>
        name is not ("" or "." or "..") && name.AsSpan().IndexOfAny('/', '%') < 0;

    private static string Part(string name, string kind) => CanBeName(name)
        ? Uri.EscapeDataString(name)
        : throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"'{name}' cannot be the name of a {kind}: it is empty, '.' or '..', or has a '/' or '%'.",
            name);

    /// <inheritdoc/>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
