using MicroK8s.Errors;
using MicroK8s.Yaml;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>Makes the faults of wrong YAML.</summary>
internal static class YamlFaults
{
    /// <summary>One mistake.</summary>
    /// <param name="source">Where the text comes from.</param>
    /// <param name="at">Where in it the mistake is.</param>
    /// <param name="rule">What is wrong, as a sentence without its full stop.</param>
    /// <param name="advice">What to write instead. Null if the rule says it already.</param>
    /// <param name="inner">The cause. Null if the module itself found it.</param>
    public static ClusterException At(
        string source, YamlPosition at, string rule, string? advice = null, Exception? inner = null) => new(
        ClusterFault.InvalidSpec, $"{source}, line {at.Line}, column {at.Column}: {rule}.", source, advice, inner);
}
