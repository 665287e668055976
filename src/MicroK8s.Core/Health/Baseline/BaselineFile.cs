using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Health.Baseline;

/// <summary>
/// The JSON of a baseline: the findings in a fixed order and without their durations, so that the same state of a
/// cluster is the same text but for its time. What a later version adds is passed over when it is read.
/// </summary>
public static class BaselineFile
{
    /// <summary>What the file is, in its first field.</summary>
    public const string Kind = "ClusterHealthReport";

    /// <summary>The version of the form; another one is refused.</summary>
    public const int SchemaVersion = 1;

    // For a file and never for a page, so that people can read quotes and umlauts.
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a baseline.</summary>
    /// <param name="baseline">The findings.</param>
    public static string Write(HealthBaseline baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind);
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString(
                "created", baseline.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            WriteText(json, "context", baseline.Context);
            WriteText(json, "server", baseline.Server);
            WriteText(json, "serverVersion", baseline.ServerVersion);
            json.WriteStartArray("findings");
            foreach (HealthFinding finding in baseline.Findings.OrderBy(one => one.Category)
                .ThenBy(one => one.Check, StringComparer.Ordinal).ThenBy(one => one.Code, StringComparer.Ordinal)
                .ThenBy(one => one.Target, StringComparer.Ordinal).ThenBy(one => one.Evidence, StringComparer.Ordinal))
            {
                Write(json, finding);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        // The writer ends lines as the system does; within a text a line break is escaped.
        return Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Reads a baseline.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="parameter">The parameter that named the file, for the error.</param>
    /// <param name="file">The file, for the error.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is no baseline, or one of another version.</exception>
    public static HealthBaseline Read(string text, string parameter, string file)
    {
        JsonElement root;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            root = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"is not JSON (line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1})"));
        }

        if (root.Text("kind") != Kind) throw Invalid("is JSON, but no baseline of this module");
        int version = root.Count("schemaVersion");
        if (version != SchemaVersion)
        {
            throw InvalidInput.Of(
                parameter, file,
                $"has the schema version {root.Text("schemaVersion") ?? "(none)"}; this module reads {SchemaVersion}",
                "Write it again with this version of the module: Export-ClusterHealthReport -Format Json.");
        }

        if (root.At("findings") is not { ValueKind: JsonValueKind.Array }) throw Invalid("has no list of findings");
        HealthFinding[] findings = [.. root.Items("findings").Select(Finding)];
        return new HealthBaseline(root.Time("created") ?? throw Invalid("has no time 'created'"), findings)
        {
            Context = root.Text("context"),
            Server = root.Text("server"),
            ServerVersion = root.Text("serverVersion"),
        };

        HealthFinding Finding(JsonElement json, int index) => new(
            Word<HealthStatus>(json, "status", index), json.Text("code"), Needed(json, "check", index),
            Word<HealthCategory>(json, "category", index), Needed(json, "target", index), json.Text("evidence") ?? "",
            json.Text("remediation"), TimeSpan.Zero)
        {
            Kind = json.Text("kind"),
            Namespace = json.Text("namespace"),
            Name = json.Text("name"),
        };

        string Needed(JsonElement json, string field, int index) =>
            json.Text(field) ?? throw Invalid($"has no {field} in finding {index + 1}");

        T Word<T>(JsonElement json, string field, int index)
            where T : struct, Enum
        {
            string word = Needed(json, field, index);
            return Enum.TryParse(word, out T value) && Enum.IsDefined(value) && value.ToString() == word
                ? value
                : throw Invalid(
                    $"has the {field} '{word}' in finding {index + 1}, which is none of "
                    + string.Join(", ", Enum.GetNames<T>()));
        }

        ClusterException Invalid(string rule) => InvalidInput.Of(
            parameter, file, rule, "Make a baseline: Export-ClusterHealthReport -Path baseline.json.");
    }

    private static void Write(Utf8JsonWriter json, HealthFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("status", finding.Status.ToString());
        WriteText(json, "code", finding.Code);
        json.WriteString("check", finding.Check);
        json.WriteString("category", finding.Category.ToString());
        json.WriteString("target", finding.Target);
        WriteText(json, "kind", finding.Kind);
        WriteText(json, "namespace", finding.Namespace);
        WriteText(json, "name", finding.Name);
        json.WriteString("evidence", finding.Evidence);
        WriteText(json, "remediation", finding.Remediation);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
