using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroK8s.Services.Spec;

/// <summary>The JSON Schema of service files, made of the fields themselves.</summary>
public static class ServiceSchema
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema, draft 2020-12, as the text of <c>schemas/microservice.schema.json</c>.</summary>
    public static string Text { get; } =
        Make().ToJsonString(Readable).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";

    private static JsonObject Make()
    {
        var properties = new JsonObject();
        foreach (ServiceField field in ServiceFields.All)
        {
            JsonObject schema = field.Schema.ToNode();
            schema["description"] = field.Description;
            properties[field.Key] = schema;
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Microservice",
            ["description"] = "One document of a service file, as New-MicroService -Path reads it.",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(
                [.. ServiceFields.All.Where(field => field.IsRequired).Select(field => (JsonNode)field.Key)]),
            ["additionalProperties"] = false,
        };
    }
}
