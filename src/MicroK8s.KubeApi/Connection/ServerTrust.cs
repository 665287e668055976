using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// Decides whether a server is the one that is meant, as Go's <c>crypto/tls</c> does for kubectl: a name of the
/// certificate must match, the common name does not count, and the chain must end at the given authorities only. The
/// client library's own callback forgets the name as soon as the kubeconfig has an authority, which is always.
/// </summary>
/// <param name="authorities">The authorities of the kubeconfig. Null for those of the system.</param>
internal sealed class ServerTrust(X509Certificate2Collection? authorities)
{
    /// <summary>id-kp-serverAuth (RFC 5280 §4.2.1.12).</summary>
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private bool _isOff;

    /// <summary>For a kubeconfig that turns the check off (<c>insecure-skip-tls-verify</c>).</summary>
    public static ServerTrust Anybody { get; } = new(null) { _isOff = true };

    /// <summary>Why the last certificate was refused, as the end of a sentence. Null if none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Until when the last certificate that was shown is valid, UTC. Null if none was.</summary>
    public DateTimeOffset? End { get; private set; }

    /// <summary>The callback of the handshake, with the server or with a proxy that is reached over TLS.</summary>
    public bool Accept(object sender, X509Certificate? given, X509Chain? chain, SslPolicyErrors errors)
    {
        if (given is X509Certificate2 shown) End = shown.NotAfter.ToUniversalTime();
        if (_isOff) return true;
        string? refusal = given is X509Certificate2 certificate
            ? Judge(certificate, ((SslStream)sender).TargetHostName, chain, errors)
            : "the server shows no certificate";
        Refusal = refusal ?? Refusal;
        return refusal is null;
    }

    private string? Judge(X509Certificate2 certificate, string host, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!certificate.MatchesHostname(host, allowWildcards: true, allowCommonName: false))
        {
            return $"the certificate is for {NamesOf(certificate)}, not for {host}";
        }

        if (authorities is not null) return JudgeChain(certificate, chain, authorities);
        return (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
            ? null
            : $"the certificate is not trusted by this system: {Describe(chain)}";
    }

    private static string? JudgeChain(
        X509Certificate2 certificate, X509Chain? shown, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);

        // As in Go, an intermediate authority may be the trusted one. That its issuer is unknown is then no error, so
        // whether the chain really holds one of the authorities is asked below.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        foreach (X509ChainElement element in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        if (!chain.Build(certificate)) return $"the certificate is not valid: {Describe(chain)}";
        bool isTrusted = chain.ChainElements.Any(element => authorities.Any(authority =>
            authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
        return isTrusted ? null : "the certificate is signed by an authority that the kubeconfig does not name";
    }

    private static string Describe(X509Chain? chain) =>
        chain?.ChainStatus.FirstOrDefault(status =>
            status.Status is not (X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot))
            .StatusInformation is { Length: > 0 } information
            ? information.Trim().TrimEnd('.')
            : "its authority is unknown";

    private static string NamesOf(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names =
            certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] all =
        [
            .. names?.EnumerateDnsNames() ?? [],
            .. names?.EnumerateIPAddresses().Select(address => address.ToString()) ?? [],
        ];
        return all.Length > 0 ? string.Join(", ", all) : "no host (it has no subject alternative name)";
    }
}
