namespace MicroK8s.Connection;

/// <summary>Until when the certificates of a connection are valid.</summary>
/// <param name="ServerEnd">
/// That of the server's certificate, UTC. Null without TLS, or before the first request.
/// </param>
/// <param name="ClientEnd">That of the client's certificate, UTC. Null if it shows none.</param>
public sealed record ConnectionCertificates(DateTimeOffset? ServerEnd, DateTimeOffset? ClientEnd)
{
    /// <summary>None is known.</summary>
    public static ConnectionCertificates None { get; } = new(null, null);
}
