using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;
using MicroK8s.Errors;

namespace MicroK8s.KubeApi.Connection;

/// <summary>Makes the client's configuration from one context of a kubeconfig.</summary>
internal static class ClientConfiguration
{
    public static async Task<KubernetesClientConfiguration> FromContextAsync(
        KubeConfig config, KubeConfigEntry context, CancellationToken cancellationToken)
    {
        KubeConfigEntry cluster = config.FindCluster(context.Text("cluster"))
            ?? throw Invalid(context, $"its cluster '{context.Text("cluster")}' is not in the kubeconfig");
        string server = cluster.Text("server") ?? throw Invalid(cluster, "the cluster has no server");
        if (!Uri.TryCreate(server, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("https" or "http"))
        {
            throw Invalid(cluster, $"the server '{server}' is not an http or https address");
        }

        var client = new KubernetesClientConfiguration
        {
            Host = server,
            SkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
            TlsServerName = cluster.Text("tls-server-name"),
            SslCaCerts = ReadAuthorities(cluster),
        };
        string? proxy = cluster.Text("proxy-url");
        client.FirstMessageHandlerSetup = handler => HandlerSetup.Apply(handler, proxy);

        string? userName = context.Text("user");
        if (userName is not null)
        {
            KubeConfigEntry user = config.FindUser(userName)
                ?? throw Invalid(context, $"its user '{userName}' is not in the kubeconfig");
            await AddCredentialsAsync(client, user, cancellationToken).ConfigureAwait(false);
        }

        return client;
    }

    /// <summary>Whether another reading may give other credentials although the kubeconfig is the same.</summary>
    public static bool IsRenewable(KubeConfig config, KubeConfigEntry context) =>
        config.FindUser(context.Text("user")) is { } user
        && (user.Mapping("exec") is not null || user.Mapping("auth-provider") is not null
            || user.Text("tokenFile") is not null || user.Text("client-certificate") is not null);

    private static X509Certificate2Collection? ReadAuthorities(KubeConfigEntry cluster)
    {
        try
        {
            string? pem = cluster.Text("certificate-authority-data") is { } data
                ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
                : cluster.FilePath("certificate-authority") is { } file ? File.ReadAllText(file) : null;
            if (pem is null) return null;

            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(pem);
            return authorities;
        }
        catch (Exception exception) when (exception
            is FormatException or IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw Invalid(cluster, $"its certificate authority cannot be read: {exception.Message}", exception);
        }
    }

    private static async Task AddCredentialsAsync(
        KubernetesClientConfiguration client, KubeConfigEntry user, CancellationToken cancellationToken)
    {
        // As in client-go, a token file is preferred to a token, and certificates go together with any of them.
        if (user.FilePath("tokenFile") is { } tokenFile) client.TokenProvider = new TokenFileAuth(tokenFile);
        else client.AccessToken = user.Text("token");
        client.Username = user.Text("username");
        client.Password = user.Text("password");
        AddCertificate(client, user);

        if (user.Mapping("auth-provider") is { } provider)
        {
            client.TokenProvider = AuthProvider.Create(new KubeConfigEntry(user.Name, provider, user.File));
        }

        if (user.Mapping("exec") is { } exec)
        {
            var plugin = new ExecCredentialPlugin(new KubeConfigEntry(user.Name, exec, user.File));
            await plugin.AddToAsync(client, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void AddCertificate(KubernetesClientConfiguration client, KubeConfigEntry user)
    {
        client.ClientCertificateData = user.Text("client-certificate-data");
        client.ClientCertificateKeyData = user.Text("client-key-data");
        client.ClientCertificateFilePath = user.FilePath("client-certificate");
        client.ClientKeyFilePath = user.FilePath("client-key");

        try
        {
            string? pem = client.ClientCertificateData is { } data
                ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
                : client.ClientCertificateFilePath is { } file ? File.ReadAllText(file) : null;
            if (pem is null) return;

            using var certificate = X509Certificate2.CreateFromPem(pem);
            RequireValid(certificate, user);
        }
        catch (Exception exception) when (exception
            is FormatException or IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw Invalid(user, $"its client certificate or key cannot be read: {exception.Message}", exception);
        }
    }

    private static void RequireValid(X509Certificate2 certificate, KubeConfigEntry user)
    {
        DateTime end = certificate.NotAfter.ToUniversalTime();
        if (end >= DateTime.UtcNow) return;

        throw new ClusterException(
            ClusterFault.CertificateExpired,
            $"The client certificate of user '{user.Name}' in '{user.File}' expired on "
            + $"{end.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)} UTC.",
            user.Name, "Renew the certificate, or sign in again with the cluster's own tool.");
    }

    private static ClusterException Invalid(KubeConfigEntry entry, string rule, Exception? inner = null) => new(
        ClusterFault.InvalidKubeConfig,
        $"The kubeconfig '{entry.File}' is not usable: at '{entry.Name}', {rule}.", entry.File, inner: inner);
}
