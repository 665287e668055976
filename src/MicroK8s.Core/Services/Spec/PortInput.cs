using System.Globalization;
using System.Text.RegularExpressions;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Reads one port from a text, a number or a hashtable.</summary>
internal static partial class PortInput
{
    private const string Parameter = "Port";
    private const int Highest = 65535;
    private static readonly string[] Protocols = ["TCP", "UDP", "SCTP"];

    private static readonly FieldShape Shape = new(
        "a port",
        new FieldMember("Name", FieldSchema.Text, "Its name on Service and container."),
        new FieldMember("Port", FieldSchema.Number(1, Highest), "The port of the Service."),
        new FieldMember("Target", FieldSchema.Scalar, "The container's port: a number, or another port's name."),
        new FieldMember("Protocol", FieldSchema.Choice(Protocols), "TCP without one."),
        new FieldMember("NodePort", FieldSchema.Number(1, Highest), "The port of the nodes."));

    public static FieldSchema Schema { get; } = FieldSchema.ListOf(FieldSchema.AnyOf(
        FieldSchema.Text, FieldSchema.Number(1, Highest), Shape.Schema));

    public static PortSpec Parse(object? value) => value is IReadOnlyList<KeyValuePair<string, object?>>
        ? ParseFields(Shape.Read(value, Parameter))
        : ParseText(InputText.Of(Parameter, "", value));

    private static PortSpec ParseText(string text)
    {
        Match match = Grammar().Match(text);
        if (!match.Success)
        {
            throw InvalidInput.Of(
                Parameter, text, "is not [name:]port[:target][/protocol]", "Examples: '80', '80:8080', 'dns:53/UDP'.");
        }

        return Make(
            match.Groups["name"] is { Success: true } name ? name.Value : null,
            Number(match.Groups["port"].Value, text),
            match.Groups["target"] is { Success: true } target ? target.Value : null,
            match.Groups["protocol"] is { Success: true } protocol ? protocol.Value.ToUpperInvariant() : null, text);
    }

    private static PortSpec ParseFields(FieldValues fields)
    {
        fields.Required("Port");
        return Make(
            fields.Text("Name"), fields.Number("Port", 1, Highest)!.Value, fields.NumberOrText("Target"),
            fields.Text("Protocol")?.ToUpperInvariant(), fields.Keys) with
        {
            NodePort = fields.Number("NodePort", 1, Highest),
        };
    }

    private static PortSpec Make(string? givenName, int port, string? target, string? givenProtocol, string text)
    {
        string protocol = givenProtocol ?? "TCP";
        if (!Protocols.Contains(protocol))
        {
            throw InvalidInput.Of(Parameter, text, $"names the protocol {protocol}; there are TCP, UDP and SCTP");
        }

        string name = givenName ?? NameFor(port, protocol);
        if (!NameRules.IsPortName(name)) throw BadName(name, text);
        if (target is null || target.All(char.IsAsciiDigit))
        {
            return new PortSpec(name, port, target is null ? port : Number(target, text), protocol);
        }

        return NameRules.IsPortName(target)
            ? new PortSpec(name, port, port, protocol) { TargetName = target }
            : throw BadName(target, text);
    }

    private static ClusterException BadName(string name, string text) => InvalidInput.Of(
        Parameter, text,
        $"has the name '{name}': at most 15 characters a-z, 0-9 and single '-' inside, with at least one letter");

    /// <summary>
    /// The name of a port that was given none: a Service with several ports needs names, and monitoring needs them
    /// always, so every port has one.
    /// </summary>
    public static string NameFor(int port, string protocol) =>
        protocol == "TCP" ? $"port-{port}" : $"port-{port}-{protocol.ToLowerInvariant()}";

    private static int Number(string digits, string text) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number is >= 1 and <= Highest
            ? number
            : throw InvalidInput.Of(Parameter, text, $"has the number {digits}; ports are from 1 to {Highest}");

    [GeneratedRegex(
        "^(?:(?<name>[^:/]*[^:/0-9][^:/]*):)?(?<port>[0-9]+)"
        + "(?::(?<target>[A-Za-z0-9-]+))?(?:/(?<protocol>[A-Za-z]+))?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}
