using System.Globalization;
using System.Text;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>
/// Reads probes from text: <c>/healthz:8080</c>, <c>http:/healthz:8080</c>, <c>https:/healthz:8443</c>,
/// <c>tcp:5432</c>, <c>grpc:9000/service</c>, <c>exec:cat /ok</c>.
/// </summary>
public static class ProbeText
{
    private const string Forms =
        "Write '/path:port', 'https:/path:port', 'tcp:port', 'grpc:port', 'exec:command', or a hashtable.";

    /// <summary>Reads a probe.</summary>
    /// <param name="text">The probe.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static ProbeSpec Parse(string text, string parameter)
    {
        if (text.StartsWith('/')) return ParseHttp(text, "HTTP", text, parameter);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string rest = text[(colon + 1)..];
        return (colon < 0 ? "" : text[..colon].ToUpperInvariant()) switch
        {
            "HTTP" => ParseHttp(rest, "HTTP", text, parameter),
            "HTTPS" => ParseHttp(rest, "HTTPS", text, parameter),
            "TCP" => new ProbeSpec(ProbeKind.Tcp) { Port = CheckPort(rest, text, parameter) },
            "GRPC" => ParseGrpc(rest, text, parameter),
            "EXEC" => new ProbeSpec(ProbeKind.Command) { Command = SplitCommand(rest, parameter) },
            _ => throw InvalidInput.Of(parameter, text, "is not a probe", Forms),
        };
    }

    /// <summary>Checks the number or name of a port.</summary>
    /// <param name="port">The port.</param>
    /// <param name="given">The whole value, for the message.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static string CheckPort(string port, string given, string parameter)
    {
        bool isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return (isNumber ? number is >= 1 and <= 65535 : NameRules.IsPortName(port))
            ? port
            : throw InvalidInput.Of(
                parameter, given, $"has the port '{port}', neither a number from 1 to 65535 nor a port's name");
    }

    /// <summary>Splits a command at white space, except inside quotes.</summary>
    /// <param name="text">The command line.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec: empty, or a quote is not closed.</exception>
    public static IReadOnlyList<string> SplitCommand(string text, string parameter)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char quote = '\0';
        foreach (char c in text)
        {
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
                word ??= new StringBuilder();
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
            }
            else
            {
                word = (word ?? new StringBuilder()).Append(c);
            }
        }

        if (word is not null) words.Add(word.ToString());
        if (quote != '\0') throw InvalidInput.Of(parameter, text, $"has a quote {quote} that is not closed");
        return words.Count > 0 ? words : throw InvalidInput.Of(parameter, text, "has no command", Forms);
    }

    private static ProbeSpec ParseGrpc(string rest, string text, string parameter)
    {
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        return new ProbeSpec(ProbeKind.Grpc)
        {
            Port = CheckPort(slash < 0 ? rest : rest[..slash], text, parameter),
            Service = slash < 0 ? null : rest[(slash + 1)..],
        };
    }

    private static ProbeSpec ParseHttp(string rest, string scheme, string text, string parameter)
    {
        if (!rest.StartsWith('/') || rest.StartsWith("//", StringComparison.Ordinal))
        {
            throw InvalidInput.Of(parameter, text, "has a path that does not start with one '/'", Forms);
        }

        int colon = rest.LastIndexOf(':');
        string? port = colon < 0 || rest.AsSpan(colon).Contains('/') ? null : rest[(colon + 1)..];
        return new ProbeSpec(ProbeKind.Http)
        {
            Scheme = scheme,
            Path = port is null ? rest : rest[..colon],
            Port = port is null ? null : CheckPort(port, text, parameter),
        };
    }
}
