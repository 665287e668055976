using System.Globalization;
using MicroK8s.Errors;

namespace MicroK8s.Forwarding;

/// <summary>Which local port leads to which port of a service, as in <c>kubectl port-forward</c>.</summary>
/// <param name="Local">The local port. 0 for any that is free; null for the same number as the service's.</param>
/// <param name="Remote">
/// The number or name of a port of the service or of its pods. Null for the first that there is.
/// </param>
public sealed record PortMapping(int? Local, string? Remote)
{
    private const int HighestPort = 65535;

    /// <summary>Any free port to the first port that there is.</summary>
    public static PortMapping Default { get; } = new(0, null);

    /// <summary>Reads <c>8080</c>, <c>8080:80</c>, <c>8080:http</c>, <c>:80</c> or <c>http</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is none of these.</exception>
    public static PortMapping Parse(string text)
    {
        string[] parts = text.Split(':');
        string remote = parts[^1].Trim();
        if (parts.Length > 2 || !IsPort(remote))
        {
            throw InvalidInput.Of(
                "Port", text, "is no port mapping", "Write LOCAL:REMOTE, such as 8080:80, 8080:http, :80 or 8080.");
        }

        if (parts.Length == 1) return new PortMapping(null, remote);
        string local = parts[0].Trim();
        if (local.Length == 0) return new PortMapping(0, remote);
        return int.TryParse(local, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= HighestPort
            ? new PortMapping(port, remote)
            : throw InvalidInput.Of("Port", text, "has a local port that is no number from 0 to 65535");
    }

    /// <summary>As the object of a sentence: <c>local port 8080 to port 80</c>.</summary>
    public string Description
    {
        get
        {
            string from = Local switch
            {
                0 => "a free local port",
                null => "the same local port",
                _ => $"local port {Local}",
            };
            return $"{from} to {(Remote is null ? "its first port" : $"port {Remote}")}";
        }
    }

    /// <summary>A number, or a name by the rules of the API (15 lower-case letters, digits and hyphens).</summary>
    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? port is > 0 and <= HighestPort
            : text.Length is > 0 and <= 15
                && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
