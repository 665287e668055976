using System.Text.Json;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Limits of what is read. No answer of a real API server meets them.</summary>
internal static class AnswerLimits
{
    /// <summary>
    /// A page of 500 objects, each as large as etcd takes (1.5 MiB), would be more; but lists of large objects are
    /// asked for without their content.
    /// </summary>
    public const long MostBytes = 512L * 1024 * 1024;

    /// <summary>A refusal is a Status object: a few lines, in the worst case with a cause for every field.</summary>
    public const int MostErrorBytes = 1024 * 1024;

    /// <summary>One object of a watch; etcd takes 1.5 MiB, and JSON is longer than what etcd stores.</summary>
    public const int LongestLine = 32 * 1024 * 1024;

    /// <summary>As deep as manifests are read; the schemas of CustomResourceDefinitions are deepest.</summary>
    public const int DeepestLevel = 250;

    /// <summary>Five million objects in pages of 500: a server that always has one page more has no end.</summary>
    public const int MostPages = 10_000;

    /// <summary>The API server takes no larger body (kubernetes/apiserver, <c>MaxRequestBodyBytes</c>).</summary>
    public const int LargestRequest = 3 * 1024 * 1024;

    public static JsonDocumentOptions Json { get; } = new() { MaxDepth = DeepestLevel };
}
