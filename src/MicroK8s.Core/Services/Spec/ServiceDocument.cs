using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.Services.Spec;

/// <summary>One service of a service file: a document whose keys are the fields of a microservice.</summary>
public sealed class ServiceDocument
{
    private readonly YamlDocument _document;

    private ServiceDocument(YamlDocument document, JsonObject fields)
    {
        _document = document;
        Values = DocumentValues.Of(document, fields);
    }

    /// <summary>The fields as given, by their keys.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Values { get; }

    /// <summary>Reads a document; its values are checked where they are used.</summary>
    /// <param name="document">A document of a YAML or JSON file.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec, with line and column: it is no map, is a manifest, or has an unknown key.
    /// </exception>
    public static ServiceDocument Read(YamlDocument document)
    {
        if (document.Root is not JsonObject fields)
        {
            throw At(
                document, "", "a service is a map of its fields",
                "Several services are several documents, parted by '---'.");
        }

        if (fields.ContainsKey("apiVersion"))
        {
            throw At(
                document, "/apiVersion", "this is a manifest of Kubernetes, not a service file",
                "Apply it with Publish-MicroService -Path.");
        }

        foreach ((string key, _) in fields)
        {
            if (ServiceFields.All.Any(field => field.Key == key)) continue;
            string? nearest = Suggestions.For(key, ServiceFields.All.Select(field => field.Key));
            throw At(
                document, $"/{JsonPatch.Escape(key)}", $"'{key}' is not a field of a microservice",
                nearest ?? "Get-Help about_MicroK8s_ServiceFile shows them all.");
        }

        return new ServiceDocument(document, fields);
    }

    /// <summary>
    /// The same fault with the place where the wrong value stands, and with the key instead of the parameter.
    /// </summary>
    /// <param name="fault">A fault of input, met while the values were used.</param>
    /// <returns>The fault as it is, if no value of the document is to blame.</returns>
    public ClusterException Locate(ClusterException fault)
    {
        // A part of a field is named after it: 'LivenessProbe Headers'.
        string? name = fault.Parameter?.Split(' ')[0];
        if (name is null || ServiceFields.Find(name) is not { } field) return fault;
        string path = Values.Any(pair => pair.Key == field.Key) ? $"/{field.Key}" : "";
        string said = fault.Message[(1 + name.Length)..];
        if (fault.Target is null) said = said.Replace(" $null", "", StringComparison.Ordinal);
        said = said.Replace("the value $null", "no value", StringComparison.Ordinal);
        return InputPlace.Fault(
            _document.Where(Blame(path, fault.Target)), field.Key + said, fault.Target,
            AdviseInKeys(fault, said), fault);
    }

    /// <summary>A field of a field is guessed by its name in PowerShell; files spell it with a small letter.</summary>
    private static string? AdviseInKeys(ClusterException fault, string said)
    {
        const string Before = Suggestions.Guess + "'";
        return said.Contains(" is not a field of ", StringComparison.Ordinal)
            && fault.Advice?.StartsWith(Before, StringComparison.Ordinal) == true
            ? Before + ServiceField.KeyOf(fault.Advice[Before.Length..])
            : fault.Advice;
    }

    /// <summary>The key or item below a field that a fault is about; the field itself if it cannot be told.</summary>
    private string Blame(string path, object? target)
    {
        if (path.Length == 0 || target is not string text) return path;
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string key = equals > 0 ? text[..equals] : text;
        string[] below = [.. _document.Positions.Keys.Where(at => at.StartsWith($"{path}/", StringComparison.Ordinal))];
        return below.FirstOrDefault(at => JsonPointer.LastPart(at).Equals(key, StringComparison.OrdinalIgnoreCase))
            ?? below.FirstOrDefault(at => TextAt(at) == text)
            ?? path;
    }

    /// <summary>What stands at a place. Null if it is a map or a list.</summary>
    private string? TextAt(string path) =>
        _document.Written.GetValueOrDefault(path) ?? (JsonPointer.Find(_document.Root, path) as JsonValue)?.ToString();

    private static ClusterException At(YamlDocument document, string path, string said, string advice) =>
        InputPlace.Fault(document.Where(path), said, document.Source, advice);
}
