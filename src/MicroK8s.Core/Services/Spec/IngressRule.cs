using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>One host and path, as <c>host[/path]</c>.</summary>
/// <param name="Host">The host, such as <c>shop.example.com</c> or <c>*.example.com</c>. Null for every host.</param>
/// <param name="Path">The path, with a leading slash.</param>
/// <param name="PathType"><c>Prefix</c>, <c>Exact</c> or <c>ImplementationSpecific</c>.</param>
/// <param name="Port">The name or number of the Service's port. Null for its first port.</param>
public sealed partial record IngressRule(string? Host, string Path, string PathType, string? Port)
{
    private const int LongestHost = 253;
    private static readonly string[] PathTypes = ["Prefix", "Exact", "ImplementationSpecific"];

    private static readonly FieldShape Shape = new(
        "an ingress",
        new FieldMember("Host", FieldSchema.Text, "The host; without one, every host."),
        new FieldMember("Path", FieldSchema.Text, "The path, '/' without one."),
        new FieldMember("PathType", FieldSchema.Choice(PathTypes), "How the path is compared; Prefix without one."),
        new FieldMember("Port", FieldSchema.Scalar, "The name or number of the port; the first without one."));

    /// <summary>What a rule may be in a file.</summary>
    public static FieldSchema Schema { get; } = FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema);

    /// <summary>Reads a rule.</summary>
    /// <param name="value">A text or a hashtable.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IngressRule Parse(object? value, string parameter)
    {
        if (value is string text)
        {
            int slash = text.IndexOf('/', StringComparison.Ordinal);
            return slash < 0
                ? Check(text, "/", "Prefix", null, parameter)
                : Check(text[..slash], text[slash..], "Prefix", null, parameter);
        }

        FieldValues fields = Shape.Read(value, parameter);
        return Check(
            fields.Text("Host") ?? "", fields.Text("Path") ?? "/", fields.Choice("PathType", PathTypes) ?? "Prefix",
            fields.NumberOrText("Port"), parameter);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Host ?? "*"}{Path}{(PathType == "Prefix" ? "" : $" ({PathType})")}"
        + $"{(Port is null ? "" : $" to port {Port}")}";

    private static IngressRule Check(string host, string path, string pathType, string? port, string parameter)
    {
        if (host.Length > LongestHost || (host.Length > 0 && !HostName().IsMatch(host)))
        {
            throw InvalidInput.Of(
                parameter, host, "is not a host: a DNS name of small letters, without scheme and port",
                "Examples: 'shop.example.com', 'shop.example.com/api', '*.example.com'.");
        }

        return path.StartsWith('/') && !path.Contains("//", StringComparison.Ordinal)
            ? new IngressRule(host.Length == 0 ? null : host, path, pathType, port)
            : throw InvalidInput.Of(parameter, path, "is not a path: it starts with '/' and has no '//'");
    }

    [GeneratedRegex(
        "^(?:\\*\\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex HostName();
}
