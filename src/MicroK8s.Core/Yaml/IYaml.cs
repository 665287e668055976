using System.Text.Json.Nodes;
using MicroK8s.Errors;

namespace MicroK8s.Yaml;

/// <summary>Reads and writes YAML, of which JSON is a part.</summary>
public interface IYaml
{
    /// <summary>Reads every document of a text; empty documents are left out.</summary>
    /// <param name="text">One or several documents.</param>
    /// <param name="source">Where the text comes from, for messages: the path of a file.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec, with line and column: no YAML, a key that stands twice, or a tag that JSON has nothing for.
    /// </exception>
    IReadOnlyList<YamlDocument> Read(string text, string source);

    /// <summary>
    /// Writes one document as kubectl would: block style, keys in their order, texts quoted only where they would be
    /// read as something else.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <returns>The text, with a line feed at its end and no <c>---</c>.</returns>
    string Write(JsonObject document);
}
