using MicroK8s.Metrics;

namespace MicroK8s.Access.Grants;

/// <summary>Which grants are to be taken back.</summary>
/// <param name="Namespace">The namespace of the microservice that is called.</param>
/// <param name="To">Its name; it may be gone.</param>
/// <param name="FromNamespace">The namespace of the callers.</param>
/// <param name="IsFrom">Whether the grant of a caller, by name, is meant.</param>
public sealed record AccessRevocationRequest(
    string Namespace, string To, string FromNamespace, Func<string, bool> IsFrom)
{
    /// <summary>The callers as they were asked for, for people.</summary>
    public string From { get; init; } = "";

    /// <summary>Whether the grant to everyone is meant.</summary>
    public bool Everyone { get; init; }

    /// <summary>
    /// Whether all callers are meant: then the grant to everyone goes too, and a policy that only closes.
    /// </summary>
    public bool All { get; init; }

    /// <summary>Whether the service stays closed to everyone after its last grant.</summary>
    public bool KeepClosed { get; init; }

    /// <summary>Whether what is usually an accident is meant.</summary>
    public bool Force { get; init; }

    /// <summary>Who called the microservice lately; asked for only if the revocation takes access away.</summary>
    public ObservedCallers Callers { get; init; } =
        ObservedCallers.Unknown(CallerSearch.Window, "Prometheus was not asked");
}
