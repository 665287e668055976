using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>The keys that a hashtable may have: the one list for reading it and for describing it.</summary>
/// <param name="what">What the hashtable describes, with its article, as the end of a sentence.</param>
/// <param name="members">The keys.</param>
public sealed class FieldShape(string what, params IReadOnlyList<FieldMember> members)
{
    /// <summary>The JSON Schema of the hashtable.</summary>
    public FieldSchema Schema { get; } = MakeSchema(members);

    /// <summary>Reads a hashtable; upper and lower case of its keys are the same.</summary>
    /// <param name="value">The value as given.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is no hashtable, or has an unknown key.</exception>
    public FieldValues Read(object? value, string parameter)
    {
        if (value is not IReadOnlyList<KeyValuePair<string, object?>> pairs)
        {
            throw InvalidInput.Of(parameter, value, $"is not {what}: neither a known text nor a hashtable");
        }

        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, object? given) in pairs)
        {
            if (!members.Any(member => member.Name.Equals(key, StringComparison.OrdinalIgnoreCase)))
            {
                string[] known = [.. members.Select(member => member.Name)];
                throw InvalidInput.Of(
                    parameter, key, $"is not a field of {what}",
                    Suggestions.For(key, known) ?? $"There are {string.Join(", ", known)}.");
            }

            values[key] = given;
        }

        return new FieldValues(parameter, values);
    }

    private static FieldSchema MakeSchema(IReadOnlyList<FieldMember> members)
    {
        var properties = new JsonObject();
        foreach (FieldMember member in members)
        {
            JsonObject property = member.Schema.ToNode();
            property["description"] = member.Description;
            properties[ServiceField.KeyOf(member.Name)] = property;
        }

        return new FieldSchema(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        }.ToJsonString());
    }
}
