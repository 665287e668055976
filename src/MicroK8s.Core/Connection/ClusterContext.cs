using MicroK8s.Errors;

namespace MicroK8s.Connection;

/// <summary>One context of a kubeconfig.</summary>
/// <param name="Name">The context's name; <c>in-cluster</c> inside a pod.</param>
/// <param name="Server">The API server's address.</param>
/// <param name="Namespace">The context's namespace, <c>default</c> if it names none.</param>
/// <param name="User">The name of the kubeconfig's user entry; empty if it has none.</param>
/// <param name="IsCurrent">Whether a cmdlet without <c>-Context</c> uses it.</param>
/// <param name="SkipsTlsVerification">
/// Whether the kubeconfig itself turns the check of the server's certificate off.
/// </param>
public sealed record ClusterContext(
    string Name, string Server, string Namespace, string User, bool IsCurrent, bool SkipsTlsVerification)
{
    /// <summary>The name again, under the name of the parameter that takes it further down a pipeline.</summary>
    public string Context => Name;

    /// <summary>
    /// Whether the kubeconfig has credentials that are not sent because the server's address is http, as kubectl does.
    /// </summary>
    public bool WithholdsCredentials { get; init; }

    /// <summary>As whom the user acts, <c>as</c> of the kubeconfig. Null if as itself.</summary>
    public string? ActsAs { get; init; }

    /// <summary>The kubeconfig that was named to find it, for the same purpose. Null if none was.</summary>
    [RawText]
    public string? KubeConfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
