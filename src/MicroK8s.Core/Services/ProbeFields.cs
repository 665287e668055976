using System.Collections;
using MicroK8s.Errors;

namespace MicroK8s.Services;

/// <summary>Reads probes from a hashtable with every field.</summary>
public static class ProbeFields
{
    private static readonly string[] Known =
    [
        "Path", "Port", "Scheme", "Host", "Headers", "Command", "Tcp", "InitialDelaySeconds", "PeriodSeconds",
        "TimeoutSeconds", "SuccessThreshold", "FailureThreshold",
    ];

    private static readonly string[] Handlers = ["Path", "Tcp", "Command"];
    private static readonly string[] HttpOnly = ["Port", "Scheme", "Host", "Headers"];

    /// <summary>Reads a probe.</summary>
    /// <param name="fields">Its fields; upper and lower case are the same.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static ProbeSpec Parse(IReadOnlyList<KeyValuePair<string, object?>> fields, string parameter)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, object? value) in fields)
        {
            if (!Known.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                throw InvalidInput.Of(
                    parameter, key, "is not a field of a probe",
                    Suggestions.For(key, Known) ?? $"There are {string.Join(", ", Known)}.");
            }

            values[key] = value;
        }

        return ReadHandler(values, parameter) with
        {
            InitialDelaySeconds = Number("InitialDelaySeconds", least: 0),
            PeriodSeconds = Number("PeriodSeconds", least: 1),
            TimeoutSeconds = Number("TimeoutSeconds", least: 1),
            SuccessThreshold = Number("SuccessThreshold", least: 1),
            FailureThreshold = Number("FailureThreshold", least: 1),
        };

        int? Number(string key, int least) => values.TryGetValue(key, out object? value)
            ? InputText.WholeNumber(parameter, key, value, least)
            : null;
    }

    private static ProbeSpec ReadHandler(Dictionary<string, object?> values, string parameter)
    {
        string[] handlers = [.. Handlers.Where(values.ContainsKey)];
        if (handlers.Length != 1)
        {
            string found = handlers.Length == 0 ? "none of them" : string.Join(" and ", handlers);
            throw InvalidInput.Of(
                parameter, string.Join(';', values.Keys), $"has {found}; it must have one of Path, Tcp, Command");
        }

        string[] httpOnly = [.. HttpOnly.Where(values.ContainsKey)];
        if (handlers[0] != "Path" && httpOnly.Length > 0)
        {
            throw InvalidInput.Of(
                parameter, httpOnly[0], $"belongs to an HTTP probe and cannot stand beside {handlers[0]}");
        }

        return handlers[0] switch
        {
            "Tcp" => new ProbeSpec(ProbeKind.Tcp) { Port = Port(values, "Tcp", parameter) },
            "Command" => new ProbeSpec(ProbeKind.Command) { Command = Command(values["Command"], parameter) },
            _ => Http(values, parameter),
        };
    }

    private static ProbeSpec Http(Dictionary<string, object?> values, string parameter)
    {
        string path = InputText.Of(parameter, "Path", values["Path"]);
        if (!path.StartsWith('/')) throw InvalidInput.Of(parameter, $"Path={path}", "does not start with '/'");
        string scheme = values.TryGetValue("Scheme", out object? given)
            ? InputText.Of(parameter, "Scheme", given).ToUpperInvariant()
            : "HTTP";
        if (scheme is not ("HTTP" or "HTTPS"))
        {
            throw InvalidInput.Of(parameter, $"Scheme={scheme}", "is neither HTTP nor HTTPS");
        }

        return new ProbeSpec(ProbeKind.Http)
        {
            Path = path,
            Scheme = scheme,
            Port = values.ContainsKey("Port") ? Port(values, "Port", parameter) : null,
            Host = values.TryGetValue("Host", out object? host) ? InputText.Of(parameter, "Host", host) : null,
            Headers = values.TryGetValue("Headers", out object? headers) ? ReadHeaders(headers, parameter) : [],
        };
    }

    private static string Port(Dictionary<string, object?> values, string key, string parameter)
    {
        string port = InputText.Of(parameter, key, values[key]);
        return ProbeText.CheckPort(port, $"{key}={port}", parameter);
    }

    private static IReadOnlyList<string> Command(object? value, string parameter) => value switch
    {
        string text => ProbeText.SplitCommand(text, parameter),
        IEnumerable words when words.Cast<object?>().Any() =>
            [.. words.Cast<object?>().Select(word => InputText.Of(parameter, "Command", word))],
        _ => throw InvalidInput.Of(parameter, "Command", "names no command"),
    };

    private static IReadOnlyList<KeyValuePair<string, string>> ReadHeaders(object? value, string parameter)
    {
        if (value is not IReadOnlyList<KeyValuePair<string, object?>> pairs)
        {
            throw InvalidInput.Of(parameter, "Headers", "is not a hashtable of names and values");
        }

        foreach ((string name, _) in pairs)
        {
            if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c)))
            {
                throw InvalidInput.Of(parameter, name, "is not the name of an HTTP header");
            }
        }

        return [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, InputText.Of(parameter, pair.Key, pair.Value)))];
    }
}
