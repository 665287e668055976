using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MicroK8s.Tests.Connection;

/// <summary>An authority of one test, and the certificates that it signs.</summary>
internal sealed class TestAuthority
{
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private static readonly Lazy<TestAuthority> One = new(() => Create());

    private static readonly Lazy<SslServerAuthenticationOptions> OneServer = new(
        () => RawServer.Tls(Shared.Issue(["127.0.0.1", "localhost"])));

    private TestAuthority(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>The authority of all tests that are not about certificates.</summary>
    public static TestAuthority Shared => One.Value;

    /// <summary>A server that it has signed.</summary>
    public static SslServerAuthenticationOptions Server => OneServer.Value;

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    public static TestAuthority Create(string name = "test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestAuthority(AuthorityRequest(name, key)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddYears(1)));
    }

    /// <summary>An authority below this one.</summary>
    public TestAuthority CreateIntermediate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestAuthority(Sign(
            AuthorityRequest("intermediate authority", key), key, DateTimeOffset.UtcNow.AddDays(90)));
    }

    /// <summary>A certificate for hosts: names and IP addresses.</summary>
    /// <param name="hosts">The subject alternative names; none for a certificate that has only a common name.</param>
    /// <param name="use">What it may be used for.</param>
    /// <param name="end">When it ends; a day before that it begins, or two days ago.</param>
    /// <param name="begin">When it begins.</param>
    /// <param name="commonName">The common name.</param>
    public X509Certificate2 Issue(
        string[] hosts, string use = ServerUse, DateTimeOffset? end = null, DateTimeOffset? begin = null,
        string commonName = "127.0.0.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        if (hosts.Length > 0) request.CertificateExtensions.Add(Names(hosts));
        return Sign(request, key, end ?? DateTimeOffset.UtcNow.AddDays(30), begin);
    }

    /// <summary>A certificate of a server that nobody has signed.</summary>
    public static X509Certificate2 SelfSigned(params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse)], critical: false));
        request.CertificateExtensions.Add(Names(hosts));
        return Usable(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1)));
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static X509Extension Names(string[] hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (string host in hosts)
        {
            if (IPAddress.TryParse(host, out IPAddress? address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        }

        return names.Build();
    }

    private X509Certificate2 Sign(
        CertificateRequest request, ECDsa key, DateTimeOffset end, DateTimeOffset? begin = null)
    {
        DateTimeOffset start = begin ?? DateTimeOffset.UtcNow.AddDays(-1.5);
        using X509Certificate2 signed = request.Create(
            Certificate, start, end, RandomNumberGenerator.GetBytes(8));
        return Usable(signed.CopyWithPrivateKey(key));
    }

    /// <summary>With a key that a TLS server can use on every system.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(
            certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
}
