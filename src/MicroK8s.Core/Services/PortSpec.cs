using System.Globalization;
using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Services;

/// <summary>One port, as <c>[name:]port[:target][/protocol]</c>.</summary>
/// <param name="Name">The name on Service and container.</param>
/// <param name="Port">The port of the Service.</param>
/// <param name="Target">The port of the container.</param>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
public sealed partial record PortSpec(string Name, int Port, int Target, string Protocol)
{
    /// <summary>Reads ports; several may stand in one text, separated by commas, as in a CSV cell.</summary>
    /// <param name="texts">The ports as given. Null means none.</param>
    /// <exception cref="ClusterException">InvalidSpec: one breaks the grammar, or two are the same.</exception>
    public static IReadOnlyList<PortSpec> ParseAll(IEnumerable<string>? texts)
    {
        var ports = new List<PortSpec>();
        foreach (string text in (texts ?? []).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries)))
        {
            var port = Parse(text);
            CheckAgainst(ports, port, text);
            ports.Add(port);
        }

        return ports;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{Port}:{Target}/{Protocol}";

    private static PortSpec Parse(string text)
    {
        Match match = Grammar().Match(text);
        if (!match.Success)
        {
            throw InvalidInput.Of(
                "Port", text, "is not [name:]port[:target][/protocol]", "Examples: '80', '80:8080', 'dns:53/UDP'.");
        }

        int port = Number(match.Groups["port"].Value, text);
        int target = match.Groups["target"] is { Success: true } given ? Number(given.Value, text) : port;
        string protocol = match.Groups["protocol"] is { Success: true } named ? named.Value.ToUpperInvariant() : "TCP";
        if (protocol is not ("TCP" or "UDP" or "SCTP"))
        {
            throw InvalidInput.Of("Port", text, $"names the protocol {protocol}; there are TCP, UDP and SCTP");
        }

        string name = match.Groups["name"] is { Success: true } word ? word.Value : NameFor(port, protocol);
        return NameRules.IsPortName(name) ? new PortSpec(name, port, target, protocol) : throw InvalidInput.Of(
            "Port", text,
            $"has the name '{name}': at most 15 characters a-z, 0-9 and single '-' inside, with at least one letter");
    }

    // A Service with several ports needs names, and monitoring needs them always; so every port has one.
    private static string NameFor(int port, string protocol) =>
        protocol == "TCP" ? $"port-{port}" : $"port-{port}-{protocol.ToLowerInvariant()}";

    private static int Number(string digits, string text) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number is >= 1 and <= 65535
            ? number
            : throw InvalidInput.Of("Port", text, $"has the number {digits}; ports are from 1 to 65535");

    private static void CheckAgainst(List<PortSpec> ports, PortSpec port, string text)
    {
        if (ports.Any(other => other.Name == port.Name && (other.Port, other.Protocol) != (port.Port, port.Protocol)))
        {
            throw InvalidInput.Of("Port", text, $"has the name '{port.Name}', which another port has already");
        }

        if (ports.Any(other => other.Port == port.Port && other.Protocol == port.Protocol))
        {
            throw InvalidInput.Of("Port", text, $"repeats port {port.Port}/{port.Protocol}");
        }
    }

    [GeneratedRegex(
        "^(?:(?<name>[^:/]*[^:/0-9][^:/]*):)?(?<port>[0-9]+)(?::(?<target>[0-9]+))?(?:/(?<protocol>[A-Za-z]+))?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}
