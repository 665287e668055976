namespace MicroK8s.Health.Certificates;

/// <summary>Problems of certificates.</summary>
public static class CertificateCodes
{
    /// <summary>It has expired, or will soon.</summary>
    public static readonly HealthCode Server =
        new("MK151", "The certificate of the API server expires", HealthStatus.Warning);

    /// <summary>It has expired, or will soon.</summary>
    public static readonly HealthCode Client =
        new("MK152", "The client certificate of the kubeconfig expires", HealthStatus.Warning);

    /// <summary>
    /// That of a webhook, an aggregated API or a conversion has expired, will soon, or cannot be read.
    /// </summary>
    public static readonly HealthCode Bundle =
        new("MK153", "A bundle of certificate authorities expires", HealthStatus.Warning);

    /// <summary>Nobody has approved or denied it.</summary>
    public static readonly HealthCode Request =
        new("MK154", "A certificate signing request waits", HealthStatus.Warning);

    /// <summary>It has expired, will soon, or cannot be read.</summary>
    public static readonly HealthCode Secret =
        new("MK155", "The certificate in a TLS Secret expires", HealthStatus.Warning);

    /// <summary>cert-manager could not issue or renew it.</summary>
    public static readonly HealthCode Issuance =
        new("MK156", "A certificate of cert-manager is not ready", HealthStatus.Unhealthy);

    /// <summary>Those of the cluster.</summary>
    public static IReadOnlyList<HealthCode> OfCluster { get; } = [Server, Client, Bundle, Request, Issuance];

    /// <summary>Those of Secrets.</summary>
    public static IReadOnlyList<HealthCode> OfSecrets { get; } = [Secret];
}
