using System.Text.RegularExpressions;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>A ConfigMap or Secret that the kubelet misses.</summary>
/// <param name="Type">ConfigMap or Secret.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key that it lacks. Null if the object itself is missing.</param>
public sealed partial record MissingObject(ResourceType Type, string Name, string? Key)
{
    /// <summary>
    /// Reads the kubelet's words (kubernetes/kubernetes, pkg/kubelet). Null if they do not name the object.
    /// </summary>
    /// <param name="message">The message of a container that waits, or of an event.</param>
    public static MissingObject? Parse(string message)
    {
        if (NoKey().Match(message) is { Success: true } key)
        {
            return new MissingObject(TypeOf(key), key.Groups["name"].Value, key.Groups["key"].Value);
        }

        return NoObject().Match(message) is { Success: true } found
            ? new MissingObject(TypeOf(found), found.Groups["name"].Value, null)
            : null;
    }

    /// <summary>Whether this is what is missing no more.</summary>
    /// <param name="item">The object as it is now. Null if there is none.</param>
    public bool IsMetBy(KubeObject? item) => item is not null
        && (Key is null || item.Json.At("data", Key) is not null || item.Json.At("binaryData", Key) is not null);

    private static ResourceType TypeOf(Match match) =>
        match.Groups["type"].Value.Equals("secret", StringComparison.OrdinalIgnoreCase)
            ? ResourceTypes.Secret
            : ResourceTypes.ConfigMap;

    [GeneratedRegex("""(?<type>configmap|secret) "(?<name>[^"]+)" not found""", RegexOptions.IgnoreCase)]
    private static partial Regex NoObject();

    [GeneratedRegex(@"find key (?<key>\S+) in (?<type>ConfigMap|Secret) [^/\s]+/(?<name>\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex NoKey();
}
