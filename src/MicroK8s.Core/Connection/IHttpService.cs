using MicroK8s.Errors;

namespace MicroK8s.Connection;

/// <summary>
/// One HTTP server that is not the API server: reached at its own address, or through the API server's service proxy
/// with the caller's own rights. Thread-safe; lives until it is disposed.
/// </summary>
public interface IHttpService : IDisposable
{
    /// <summary>Where it is, for messages: an address without credentials, or <c>Service namespace/name</c>.</summary>
    string Address { get; }

    /// <summary>
    /// Asks a question that changes nothing. It is sent once, by GET, or by POST as a form when it is too long for an
    /// address; through the service proxy that is the difference between <c>get</c> and <c>create</c>.
    /// </summary>
    /// <param name="path">The path below the service's own, without a leading slash.</param>
    /// <param name="fields">The names and values of the question.</param>
    /// <param name="mostBytes">How large the answer may be, in bytes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the service answered, whatever its status.</returns>
    /// <exception cref="ClusterException">
    /// Unreachable: no answer in <see cref="RequestTimeout.Current"/>, or TLS failed; AnswerTooLarge. Through the
    /// service proxy also what the API server itself refuses: AccessDenied (<c>get services/proxy</c>),
    /// NotAuthenticated, ResourceNotFound, and Unreachable for a Service without ready pods.
    /// </exception>
    Task<HttpAnswer> AskAsync(
        string path, IReadOnlyList<KeyValuePair<string, string>> fields, long mostBytes,
        CancellationToken cancellationToken);
}
