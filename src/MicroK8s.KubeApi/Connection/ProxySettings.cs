using System.Net;

namespace MicroK8s.KubeApi.Connection;

/// <summary>The <c>proxy-url</c> of a cluster; without one, the environment's proxies hold, as for kubectl.</summary>
internal static class ProxySettings
{
    /// <summary>The proxy, with the credentials of its address. Null for those of the environment.</summary>
    public static IWebProxy? Read(KubeConfigEntry cluster)
    {
        if (cluster.Text("proxy-url") is not { } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            || address.Scheme is not ("http" or "https" or "socks5"))
        {
            throw cluster.Invalid("proxy-url", "must be an http, https or socks5 address");
        }

        // Without the credentials in the address: it stands in the messages of failed connections.
        var plain = new UriBuilder(address) { UserName = "", Password = "" };
        var proxy = new WebProxy(plain.Uri);
        if (UserInfo.Read(address) is var (name, password))
        {
            proxy.Credentials = new NetworkCredential(name, password.Reveal());
        }

        return proxy;
    }
}
