using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroK8s.Connection;

/// <summary>One request that was sent, without headers.</summary>
/// <param name="Method">The method, such as <c>GET</c>.</param>
/// <param name="Target">
/// Path and query as <see cref="TargetOf"/> makes them; the whole address of a server that is not the API server.
/// </param>
/// <param name="Status">The HTTP status. Null if no answer came.</param>
/// <param name="Duration">From sending it to the headers of the answer, or to its failure.</param>
public sealed partial record RequestNote(string Method, string Target, int? Status, TimeSpan Duration)
{
    /// <summary>What a request may show of its address.</summary>
    /// <param name="address">
    /// The address. A name and password in it are left out, and so is the command line of an exec: it may hold a
    /// password.
    /// </param>
    /// <param name="hasServer">Whether the server is shown as well.</param>
    public static string TargetOf(Uri address, bool hasServer) => CommandInQuery().Replace(
        address.GetComponents(
            hasServer ? UriComponents.SchemeAndServer | UriComponents.PathAndQuery : UriComponents.PathAndQuery,
            UriFormat.UriEscaped),
        "$1(hidden)");

    /// <summary>One line, such as <c>GET /api/v1/pods?limit=500 200 in 12 ms</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Method} {Target} {(Status is { } status ? $"{status} in" : "had no answer after")} "
        + $"{Math.Ceiling(Duration.TotalMilliseconds):0} ms");

    [GeneratedRegex("([?&]command=)[^&]*")]
    private static partial Regex CommandInQuery();
}
