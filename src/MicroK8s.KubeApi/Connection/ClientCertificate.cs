using System.Globalization;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using MicroK8s.Errors;

namespace MicroK8s.KubeApi.Connection;

/// <summary>The client certificate of a user, with its key and the intermediate certificates to send along.</summary>
internal static class ClientCertificate
{
    /// <summary>The certificate of a kubeconfig's user. Null if it has none.</summary>
    public static SslStreamCertificateContext? Read(KubeConfigEntry user)
    {
        string? certificate = Pem.Read(user, "client-certificate");
        Secret? key = Secret.Of(Pem.Read(user, "client-key"));
        if (certificate is null && key is null) return null;

        // Either alone would be an anonymous connection without a word.
        if (certificate is null) throw Missing("client-key", "client-certificate");
        return key is null ? throw Missing("client-certificate", "client-key") : Read(user, certificate, key);

        ClusterException Missing(string given, string absent) => user.Invalid(
            user.Keys.Contains(given) ? given : $"{given}-data", $"needs '{absent}' or '{absent}-data' beside it");
    }

    /// <summary>A certificate and its key.</summary>
    /// <param name="user">Whose it is, for messages.</param>
    /// <param name="certificate">The certificates as PEM, the client's own first.</param>
    /// <param name="key">Its private key as PEM.</param>
    public static SslStreamCertificateContext Read(KubeConfigEntry user, string certificate, Secret key) =>
        Pem.Parse(user, "client-certificate", () =>
        {
            var own = X509Certificate2.CreateFromPem(certificate, key.Reveal());
            RequireValid(own, user);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(certificate);

            // Offline: what is sent is what the kubeconfig has, and nothing is fetched to complete it.
            return SslStreamCertificateContext.Create(WithUsableKey(own), [.. all.Skip(1)], offline: true);
        });

    /// <summary>Windows cannot use a key that is only in memory for TLS.</summary>
    private static X509Certificate2 WithUsableKey(X509Certificate2 certificate)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) return certificate;
        using (certificate) return new X509Certificate2(certificate.Export(X509ContentType.Pkcs12));
    }

    private static void RequireValid(X509Certificate2 certificate, KubeConfigEntry user)
    {
        DateTime end = certificate.NotAfter.ToUniversalTime();
        if (end >= DateTime.UtcNow) return;

        throw new ClusterException(
            ClusterFault.CertificateExpired,
            $"The client certificate of user '{user.Name}' in '{user.File}' expired on "
            + $"{end.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.",
            user.Name, "Renew the certificate, or sign in again with the cluster's own tool.");
    }
}
