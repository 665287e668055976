using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Reads probes from a hashtable with every field.</summary>
public static class ProbeFields
{
    private static readonly string[] Handlers = ["Path", "Tcp", "Command", "Grpc"];
    private static readonly string[] HttpOnly = ["Port", "Scheme", "Host", "Headers"];
    private static readonly string[] GrpcOnly = ["Service"];
    private static readonly string[] Schemes = ["HTTP", "HTTPS"];

    private static readonly FieldShape Shape = new(
        "a probe",
        new FieldMember("Path", FieldSchema.Text, "The path that is asked for by HTTP."),
        new FieldMember("Port", FieldSchema.Scalar, "The number or name of the port; the first without one."),
        new FieldMember("Scheme", FieldSchema.Choice(Schemes), "HTTP without one."),
        new FieldMember("Host", FieldSchema.Text, "The host to ask; the pod without one."),
        new FieldMember("Headers", FieldSchema.Map, "Headers of the request."),
        new FieldMember("Command", FieldSchema.ListOf(FieldSchema.Scalar), "The command that is run."),
        new FieldMember("Tcp", FieldSchema.Scalar, "The number or name of the port that is connected to."),
        new FieldMember("Grpc", FieldSchema.Scalar, "The number or name of the port that is asked by gRPC."),
        new FieldMember("Service", FieldSchema.Text, "The service that gRPC asks for."),
        new FieldMember("InitialDelaySeconds", FieldSchema.Number(0), "Seconds before the first probe."),
        new FieldMember("PeriodSeconds", FieldSchema.Number(1), "Seconds from one probe to the next."),
        new FieldMember("TimeoutSeconds", FieldSchema.Number(1), "Seconds that an answer may take."),
        new FieldMember("SuccessThreshold", FieldSchema.Number(1), "Good answers in a row that are needed."),
        new FieldMember("FailureThreshold", FieldSchema.Number(1), "Bad answers in a row that are too many."),
        new FieldMember(
            "TerminationGracePeriodSeconds", FieldSchema.Number(1), "Seconds to end after the probe failed."));

    /// <summary>What a probe may be in a file.</summary>
    public static FieldSchema Schema { get; } = FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema);

    /// <summary>Reads a probe.</summary>
    /// <param name="value">A text or a hashtable.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static ProbeSpec Read(object value, string parameter) => value switch
    {
        IReadOnlyList<KeyValuePair<string, object?>> fields => Parse(fields, parameter),
        _ => ProbeText.Parse(InputText.Of(parameter, "", value), parameter),
    };

    /// <summary>Reads a probe.</summary>
    /// <param name="fields">Its fields; upper and lower case are the same.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static ProbeSpec Parse(IReadOnlyList<KeyValuePair<string, object?>> fields, string parameter)
    {
        FieldValues values = Shape.Read(fields, parameter);
        return ReadHandler(values) with
        {
            InitialDelaySeconds = values.Number("InitialDelaySeconds", 0),
            PeriodSeconds = values.Number("PeriodSeconds", 1),
            TimeoutSeconds = values.Number("TimeoutSeconds", 1),
            SuccessThreshold = values.Number("SuccessThreshold", 1),
            FailureThreshold = values.Number("FailureThreshold", 1),
            TerminationGraceSeconds = values.Number("TerminationGracePeriodSeconds", 1),
        };
    }

    private static ProbeSpec ReadHandler(FieldValues values)
    {
        IReadOnlyList<string> handlers = values.Present(Handlers);
        if (handlers.Count != 1)
        {
            string found = handlers.Count == 0 ? "none of them" : string.Join(" and ", handlers);
            throw InvalidInput.Of(
                values.Parameter, values.Keys, $"has {found}; it must have one of {string.Join(", ", Handlers)}");
        }

        string handler = handlers[0];
        IReadOnlyList<string> foreign =
            values.Present([.. handler == "Path" ? [] : HttpOnly, .. handler == "Grpc" ? [] : GrpcOnly]);
        if (foreign.Count > 0)
        {
            throw InvalidInput.Of(values.Parameter, foreign[0], $"cannot stand beside {handler}");
        }

        return handler switch
        {
            "Tcp" => new ProbeSpec(ProbeKind.Tcp) { Port = Port(values, "Tcp") },
            "Grpc" => new ProbeSpec(ProbeKind.Grpc) { Port = Port(values, "Grpc"), Service = values.Text("Service") },
            "Command" => new ProbeSpec(ProbeKind.Command) { Command = Command(values["Command"], values.Parameter) },
            _ => Http(values),
        };
    }

    private static ProbeSpec Http(FieldValues values)
    {
        string parameter = values.Parameter;
        string path = values.Text("Path")!;
        if (!path.StartsWith('/')) throw InvalidInput.Of(parameter, $"Path={path}", "does not start with '/'");
        return new ProbeSpec(ProbeKind.Http)
        {
            Path = path,
            Scheme = values.Choice("Scheme", Schemes) ?? "HTTP",
            Port = values.Has("Port") ? Port(values, "Port") : null,
            Host = values.Text("Host"),
            Headers = values.Has("Headers") ? ReadHeaders(values["Headers"], parameter) : [],
        };
    }

    private static string Port(FieldValues values, string key)
    {
        string port = values.NumberOrText(key)!;
        return ProbeText.CheckPort(port, $"{key}={port}", values.Parameter);
    }

    private static IReadOnlyList<string> Command(object? value, string parameter) => value switch
    {
        null or object?[] { Length: 0 } => throw InvalidInput.Of(parameter, "Command", "has no command"),
        object?[] words => InputList.Texts(words, parameter),
        _ => ProbeText.SplitCommand(InputText.Of(parameter, "Command", value), parameter),
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
