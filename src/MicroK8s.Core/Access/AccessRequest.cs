namespace MicroK8s.Access;

/// <summary>A question to the policies: may this request come through? What is null is not known, so rules that ask
/// for it stay undecided.</summary>
/// <param name="From">The caller. Null is anyone of whom nothing is known: no pod, no identity, no address.</param>
/// <param name="To">The pods that are called.</param>
public sealed record AccessRequest(AccessParty? From, AccessParty To)
{
    /// <summary>The port of the pod. Null if it is not known.</summary>
    public AccessPort? Port { get; init; }

    /// <summary>The HTTP method, such as GET. Null if it is not known.</summary>
    public string? Method { get; init; }

    /// <summary>The path of the URL without its query, such as <c>/orders/1</c>. Null if it is not known.</summary>
    public string? Path { get; init; }

    /// <summary>The host header, with its port if the caller sends one. Null if it is not known.</summary>
    public string? Host { get; init; }
}
