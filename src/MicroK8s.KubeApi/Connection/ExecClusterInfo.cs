using System.Text;
using System.Text.Json.Nodes;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// The cluster as a plugin with <c>provideClusterInfo</c> gets it (client.authentication.k8s.io, <c>Cluster</c>;
/// client-go, <c>ConfigToExecCluster</c>).
/// </summary>
internal static class ExecClusterInfo
{
    /// <summary>The extension of a cluster that is meant for its plugin.</summary>
    private const string Extension = "client.authentication.k8s.io/exec";

    public static JsonObject Of(KubeConfigEntry cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Text("server") };
        if (cluster.Text("tls-server-name") is { } name) info["tls-server-name"] = name;
        if (cluster.Flag("insecure-skip-tls-verify")) info["insecure-skip-tls-verify"] = true;
        if (Pem.Read(cluster, "certificate-authority") is { } authorities)
        {
            info["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities));
        }

        if (cluster.Text("proxy-url") is { } proxy) info["proxy-url"] = proxy;
        if (cluster.Flag("disable-compression")) info["disable-compression"] = true;
        KubeConfigEntry? own = cluster.Parts("extensions").FirstOrDefault(item => item.Text("name") == Extension);
        if (own?.Json("extension") is { } config) info["config"] = config;
        return info;
    }
}
