using MicroK8s.Errors;

namespace MicroK8s.Access;

/// <summary>Questions as a user asks them: with parts left out, and ports as callers know them.</summary>
public static class AccessTest
{
    /// <summary>Checks what is asked of HTTP.</summary>
    /// <param name="method">The method. Null if none was given.</param>
    /// <param name="path">The path. Null if none was given.</param>
    /// <exception cref="ClusterException">InvalidSpec, of parameter Method or Path.</exception>
    public static void RequireHttp(string? method, string? path)
    {
        if (!string.IsNullOrEmpty(method) && !method.All(letter => char.IsAsciiLetterUpper(letter) || letter == '-'))
        {
            throw InvalidInput.Of("Method", method, "is not an HTTP method", "Methods are upper case, such as GET.");
        }

        if (!string.IsNullOrEmpty(path) && !path.StartsWith('/'))
        {
            throw InvalidInput.Of("Path", path, "must begin with '/'");
        }
    }

    /// <summary>The answers to a question: one for each port of the pods if none is named.</summary>
    /// <param name="read">What was read of the namespaces of both ends.</param>
    /// <param name="from">The caller. Null for one outside the cluster of whom nothing is known.</param>
    /// <param name="to">Who is called: a workload or a pod.</param>
    /// <param name="port">A name or number of a Service's port or of a container's. Null or empty for all.</param>
    /// <param name="method">The method. Null or empty if it is not known.</param>
    /// <param name="path">The path. Null or empty if it is not known.</param>
    /// <param name="host">The host header. Null or empty if it is not known.</param>
    /// <exception cref="ClusterException">InvalidSpec, of parameter To or Port.</exception>
    public static IEnumerable<AccessVerdict> Judge(
        AccessSnapshot read, AccessParty? from, AccessParty to, string? port, string? method, string? path,
        string? host)
    {
        if (to.IsOutside || to.Kind == "ServiceAccount")
        {
            throw InvalidInput.Of("To", to.Name, "must be a workload or a pod");
        }

        AccessPort?[] ports = string.IsNullOrEmpty(port)
            ? [.. AccessPorts.Of(to, read.Services)]
            : [AccessPorts.Resolve(to, read.Services, port)];
        if (ports.Length == 0) ports = [null];
        return
        [
            .. ports.Select(one => AccessRules.Judge(
                new AccessRequest(from, to)
                {
                    Port = one, Method = Given(method), Path = Given(path), Host = Given(host),
                },
                read)),
        ];
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
