using MicroK8s.Yaml;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>One key of a mapping and its value.</summary>
/// <param name="At">Where the key stands.</param>
/// <param name="Key">The key as text.</param>
/// <param name="Value">The value.</param>
/// <param name="IsMerge">Whether it is <c>&lt;&lt;</c>, whose value are the mappings to take keys from.</param>
internal sealed record YamlEntry(YamlPosition At, string Key, YamlItem Value, bool IsMerge);
