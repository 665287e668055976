using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace MicroK8s.Tests.Cluster;

/// <summary>Plain HTTP to the parts of the cluster, past the module: to see what they really answer.</summary>
internal static class ClusterHttp
{
    /// <summary>
    /// A client of services that sends each request over a connection of its own; a kept one would stay with one pod.
    /// One to a pod that has just gone may never be made, and is given up soon.
    /// </summary>
    public static HttpClient PerConnection() => new(new SocketsHttpHandler
    {
        UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero, ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>A client of the API server of a kubeconfig that has everything inside.</summary>
    public static HttpClient Connect(string kubeConfigPath)
    {
        string kubeConfig = File.ReadAllText(kubeConfigPath);
        string Value(string name) => Regex.Match(kubeConfig, $@"{name}:\s*(\S+)").Groups[1].Value;
        string Pem(string name) => Encoding.ASCII.GetString(Convert.FromBase64String(Value(name)));
        return Connect(
            new Uri(Value("server")), Pem("certificate-authority-data"),
            Pem("client-certificate-data"), Pem("client-key-data"));
    }

    /// <summary>A client of anything that the cluster's certificate authority vouches for.</summary>
    public static HttpClient Connect(Uri address, string authority, string certificate, string key)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(certificate, key)];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509Certificate2.CreateFromPem(authority) },
        };
        return new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }
}
