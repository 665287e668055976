using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Reads labels and annotations from hashtables.</summary>
public static class ServiceMetadata
{
    /// <summary>All annotations of an object (kubernetes/apimachinery, <c>TotalAnnotationSizeLimitB</c>).</summary>
    private const int LargestAnnotations = 256 * 1024;

    private static readonly string[] OwnLabels =
    [
        ServiceLabels.App, ServiceLabels.Track, ServiceLabels.Version, ServiceLabels.RecommendedName,
        ServiceLabels.RecommendedVersion, ServiceLabels.ManagedBy,
    ];

    /// <summary>Reads labels; those that the module sets itself are refused.</summary>
    /// <param name="pairs">Keys and values as given. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyDictionary<string, string> ParseLabels(
        IReadOnlyList<KeyValuePair<string, object?>>? pairs, string parameter = "Label")
    {
        SortedDictionary<string, string> labels = ReadMap(pairs, parameter);
        foreach ((string key, string value) in labels)
        {
            if (OwnLabels.Contains(key))
            {
                throw InvalidInput.Of(parameter, key, "is a label that the module sets itself");
            }
            NameRules.CheckLabelValue(key, value, parameter);
        }

        return labels;
    }

    /// <summary>Reads annotations.</summary>
    /// <param name="pairs">Keys and values as given. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyDictionary<string, string> ParseAnnotations(
        IReadOnlyList<KeyValuePair<string, object?>>? pairs, string parameter = "Annotation")
    {
        SortedDictionary<string, string> annotations = ReadMap(pairs, parameter);
        int size = annotations.Sum(pair => pair.Key.Length + System.Text.Encoding.UTF8.GetByteCount(pair.Value));
        return size <= LargestAnnotations ? annotations : throw InvalidInput.Of(
            parameter, string.Join(',', annotations.Keys), $"takes {size} bytes; all together may take 256 KiB");
    }

    /// <summary>Reads labels that a node must have.</summary>
    /// <param name="pairs">Keys and values as given. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyDictionary<string, string> ParseSelector(
        IReadOnlyList<KeyValuePair<string, object?>>? pairs, string parameter)
    {
        SortedDictionary<string, string> labels = ReadMap(pairs, parameter);
        foreach ((string key, string value) in labels) NameRules.CheckLabelValue(key, value, parameter);
        return labels;
    }

    private static SortedDictionary<string, string> ReadMap(
        IReadOnlyList<KeyValuePair<string, object?>>? pairs, string parameter)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, object? value) in pairs ?? [])
        {
            NameRules.CheckKey(key, parameter);
            map[key] = InputText.Of(parameter, key, value);
        }

        return map;
    }
}
