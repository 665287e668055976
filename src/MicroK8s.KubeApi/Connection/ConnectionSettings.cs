using System.Net;
using System.Net.Security;
using MicroK8s.Errors;
using k8s.Authentication;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// All that one context of a kubeconfig says about a connection. Every field of its cluster, user and plugin is
/// honoured or ignored on purpose (docs/security.md has the table); any other is refused.
/// </summary>
internal sealed class ConnectionSettings
{
    private static readonly string[] ClusterFields =
    [
        "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data",
        "proxy-url", "disable-compression", "extensions",
    ];

    private static readonly string[] UserFields =
    [
        "client-certificate", "client-certificate-data", "client-key", "client-key-data", "token", "tokenFile", "as",
        "as-uid", "as-groups", "as-user-extra", "username", "password", "auth-provider", "exec", "extensions",
    ];

    private static readonly string[] ContextFields = ["cluster", "user", "namespace", "extensions"];

    /// <summary>The server, without the credentials that its address may hold.</summary>
    public required Uri Server { get; init; }

    /// <summary>
    /// Whether it is the API server of the session; that of another service is told with its requests.
    /// </summary>
    public bool IsApiServer { get; init; } = true;

    /// <summary>The name that the server's certificate must have. Null for that of the address.</summary>
    public string? ServerName { get; init; }

    /// <summary>How the server's certificate is checked.</summary>
    public required ServerTrust Trust { get; init; }

    /// <summary>Null for the proxies of the environment.</summary>
    public IWebProxy? Proxy { get; init; }

    public bool DisablesCompression { get; init; }

    /// <summary>Null if the user has none.</summary>
    public SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>Makes the Authorization header. Null if there is none.</summary>
    public ITokenProvider? Credential { get; init; }

    /// <summary>As whom the user acts; empty if as itself.</summary>
    public RepeatedHeaders Impersonation { get; init; } = RepeatedHeaders.Of([]);

    /// <summary>
    /// Reads what a context leads to. Credentials are read only for https, as in client-go, which also keeps a plugin
    /// from being asked for a token that may not be sent.
    /// </summary>
    public static async Task<ConnectionSettings> ReadAsync(
        KubeConfig config, KubeConfigEntry context, CancellationToken cancellationToken)
    {
        context.RefuseUnknown(ContextFields);
        KubeConfigEntry cluster = config.FindCluster(context.Text("cluster"))
            ?? throw context.Invalid("cluster", $"is '{context.Text("cluster")}', which the kubeconfig does not have");
        cluster.RefuseUnknown(ClusterFields);
        KubeConfigEntry? user = context.Text("user") is { } name
            ? config.FindUser(name)
                ?? throw context.Invalid("user", $"is '{name}', which the kubeconfig does not have")
            : null;
        user?.RefuseUnknown(UserFields);

        Uri server = ReadServer(cluster);
        bool isSecure = server.Scheme == Uri.UriSchemeHttps;
        UserCredentials credentials = isSecure
            ? await UserCredentials.ReadAsync(user, cluster, server, cancellationToken).ConfigureAwait(false)
            : UserCredentials.None;
        return new ConnectionSettings
        {
            Server = new UriBuilder(server) { UserName = "", Password = "" }.Uri,
            ServerName = cluster.Text("tls-server-name"),
            Trust = ReadTrust(cluster),
            Proxy = ProxySettings.Read(cluster),
            DisablesCompression = cluster.Flag("disable-compression"),
            Certificate = credentials.Certificate,
            Credential = credentials.Provider,
            Impersonation = RepeatedHeaders.Of(user is null ? [] : Connection.Impersonation.Read(user)),
        };
    }

    /// <summary>The settings of a pod's service account.</summary>
    public static ConnectionSettings OfPod(k8s.KubernetesClientConfiguration pod) => new()
    {
        Server = new Uri(pod.Host),
        Trust = new ServerTrust(pod.SslCaCerts),
        Credential = pod.TokenProvider,
    };

    /// <summary>The address of a cluster.</summary>
    /// <exception cref="ClusterException">InvalidKubeConfig.</exception>
    public static Uri ReadServer(KubeConfigEntry cluster)
    {
        string server = cluster.Text("server") ?? throw cluster.Invalid("server", "is missing");

        string shown = ShownAddress.Of(server) is { Length: > 0 } address ? $"is '{address}', but " : "";
        return Uri.TryCreate(server, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http"
            ? uri
            : throw cluster.Invalid("server", $"{shown}must be an http or https address");
    }

    private static ServerTrust ReadTrust(KubeConfigEntry cluster)
    {
        string? pem = Pem.Read(cluster, "certificate-authority");
        if (cluster.Flag("insecure-skip-tls-verify"))
        {
            // client-go refuses it, too (transport, TLSConfigFor): one of the two is a mistake.
            return pem is null ? ServerTrust.Anybody : throw cluster.Invalid(
                "insecure-skip-tls-verify", "cannot be given together with a certificate authority",
                "Remove insecure-skip-tls-verify.");
        }

        if (pem is null) return new ServerTrust(null);
        return Pem.Parse(cluster, "certificate-authority", () =>
        {
            var authorities = new System.Security.Cryptography.X509Certificates.X509Certificate2Collection();
            authorities.ImportFromPem(pem);
            return authorities.Count > 0
                ? new ServerTrust(authorities)
                : throw new FormatException("it holds no certificate");
        });
    }
}
