namespace MicroK8s.Services.Spec;

/// <summary>What reaches a service from outside by HTTP: one Ingress.</summary>
public sealed record IngressSpec
{
    /// <summary>Hosts and paths. Without any there is no Ingress.</summary>
    public IReadOnlyList<IngressRule> Rules { get; init; } = [];

    /// <summary>The IngressClass. Null for the cluster's default.</summary>
    public string? Class { get; init; }

    /// <summary>The Secret with the certificate of all hosts. Null for plain HTTP.</summary>
    public string? TlsSecret { get; init; }
}
