using System.Text.Json.Nodes;
using MicroK8s.Yaml;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>YAML to JSON and back.</summary>
internal sealed class YamlText : IYaml
{
    public IReadOnlyList<YamlDocument> Read(string text, string source)
    {
        var documents = new List<YamlDocument>();
        foreach (YamlItem root in new YamlComposer(text, source).Compose())
        {
            var conversion = new YamlConversion(source);
            if (conversion.Convert(root) is { } json)
            {
                documents.Add(new YamlDocument(json, source, conversion.Positions) { Written = conversion.Written });
            }
        }

        return documents;
    }

    public string Write(JsonObject document) => YamlWriter.Write(document);
}
