namespace MicroK8s.Services.Spec;

/// <summary>One probe of a container. Numbers that are null are left to the server's defaults.</summary>
/// <param name="Kind">How it asks.</param>
public sealed record ProbeSpec(ProbeKind Kind)
{
    /// <summary>The path of an HTTP probe, with a leading slash.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The number or name of the container's port. Null means its first port.</summary>
    public string? Port { get; init; }

    /// <summary><c>HTTP</c> or <c>HTTPS</c>; certificates are not checked.</summary>
    public string Scheme { get; init; } = "HTTP";

    /// <summary>The host to ask. Null means the pod itself.</summary>
    public string? Host { get; init; }

    /// <summary>Headers of an HTTP probe, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The command and its arguments; no shell reads them.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The service that a gRPC probe asks for. Null for the server as a whole.</summary>
    public string? Service { get; init; }

    /// <summary>Seconds after the start of the container before the first probe.</summary>
    public int? InitialDelaySeconds { get; init; }

    /// <summary>Seconds from one probe to the next.</summary>
    public int? PeriodSeconds { get; init; }

    /// <summary>Seconds that an answer may take.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Good answers in a row before the verdict is good.</summary>
    public int? SuccessThreshold { get; init; }

    /// <summary>Bad answers in a row before the verdict is bad.</summary>
    public int? FailureThreshold { get; init; }

    /// <summary>
    /// Seconds that a container has to end after this probe failed; since Kubernetes 1.25. Null for the pod's.
    /// </summary>
    public int? TerminationGraceSeconds { get; init; }

    /// <summary>In one line, for people.</summary>
    public override string ToString()
    {
        string ask = Kind switch
        {
            ProbeKind.Tcp => $"connect to {Port}",
            ProbeKind.Command => $"run {string.Join(' ', Command)}",
            ProbeKind.Grpc => $"ask by gRPC on {Port}{(Service is null ? "" : $" for {Service}")}",
            _ => $"{(Scheme == "HTTPS" ? "GET with TLS" : "GET")} {Path} on {(Host is null ? "" : $"{Host}:")}{Port}",
        };
        return ask + Seconds(", first after", InitialDelaySeconds) + Seconds(", every", PeriodSeconds)
            + Seconds(", within", TimeoutSeconds)
            + (FailureThreshold is { } failures ? $", fails after {failures}" : "")
            + (SuccessThreshold is { } successes ? $", succeeds after {successes}" : "")
            + Seconds(", ends within", TerminationGraceSeconds);
    }

    private static string Seconds(string before, int? value) => value is null ? "" : $"{before} {value} s";
}
