using YamlDotNet.RepresentationModel;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// One named cluster, user or context of a kubeconfig, with the folder that its relative paths start from.
/// </summary>
internal sealed record KubeConfigEntry(string Name, YamlMappingNode Body, string File)
{
    public string? Text(string key) =>
        Body.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node)
        && node is YamlScalarNode { Value: { Length: > 0 } value }
            ? value
            : null;

    public bool Flag(string key) => bool.TryParse(Text(key), out bool value) && value;

    public YamlMappingNode? Mapping(string key) =>
        Body.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node as YamlMappingNode : null;

    /// <summary>A path of the entry; a relative one starts at the kubeconfig that names it, as in client-go.</summary>
    public string? FilePath(string key) =>
        Text(key) is { } path ? Path.Combine(Path.GetDirectoryName(File)!, path) : null;
}
