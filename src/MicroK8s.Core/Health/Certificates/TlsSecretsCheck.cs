using MicroK8s.Resources;

namespace MicroK8s.Health.Certificates;

/// <summary>
/// Whether the certificates in TLS Secrets are valid for a while. It reads Secrets, so it runs only when it is named.
/// </summary>
public sealed class TlsSecretsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "TlsSecrets";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Security;

    /// <inheritdoc/>
    public string Summary => "Certificates in TLS Secrets are valid; reads Secrets, so it runs only when it is named";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => CertificateCodes.OfSecrets;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => CertificateRules.Thresholds;

    /// <inheritdoc/>
    public bool IsOptional => true;

    private static readonly HealthList List = new(ResourceTypes.Secret) { FieldSelector = "type=kubernetes.io/tls" };

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, [List], new HealthSum("TLS Secret", "Valid"),
        secret => scope.IsUsers(secret) ? Judge(secret, scope) : null);

    private static IEnumerable<HealthProblem> Judge(KubeObject secret, HealthScope scope)
    {
        if (CertificateRules.OwnEnd(secret.Json.Text("data", "tls.crt") ?? "") is not { } end)
        {
            return
            [
                new HealthProblem(
                    CertificateCodes.Secret, "Its tls.crt is no certificate", "Write the certificate into it again"),
            ];
        }

        HealthProblem? problem = CertificateRules.Judge(
            CertificateCodes.Secret, "Its certificate", end, scope,
            "Renew the certificate, and write it into the Secret");
        return problem is null ? [] : [problem];
    }
}
