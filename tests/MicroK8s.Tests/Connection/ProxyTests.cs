using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

/// <summary>The <c>proxy-url</c> of a cluster: its credentials reach the proxy, and nobody else.</summary>
public sealed class ProxyTests
{
    private const string Right = "proxy-user:pr0xy%3As3cret@";

    [Theory]
    [InlineData("http", false)]
    [InlineData("http", true)]
    [InlineData("https", false)]
    [InlineData("https", true)]
    [InlineData("socks5", false)]
    [InlineData("socks5", true)]
    public void Requests_go_through_the_proxy(string scheme, bool asks)
    {
        using var proxy = new TestProxy(scheme, asks);
        using RawServer server = Server();
        Connect(server, proxy.AddressWith(asks ? Right : "")).AssertNoErrors();

        // .NET may open a second connection once it learns that the server speaks no HTTP/2.
        Assert.InRange(proxy.Tunnels, 1, 2);
        RawRequest request = Assert.Single(server.Requests);
        Assert.Equal("Bearer abc", request.Header("Authorization"));
        Assert.Null(request.Header("Proxy-Authorization"));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks5")]
    public void A_wrong_password_is_an_error_that_does_not_show_it(string scheme)
    {
        using var proxy = new TestProxy(scheme, asks: true);
        using RawServer server = Server();
        var error = Connect(server, proxy.AddressWith("proxy-user:wr0ng-s3cret@")).AssertError("Unreachable");
        Assert.DoesNotContain("wr0ng", error.Exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("p4ss@nowhere")]
    [InlineData("socks4://user:p4ss@127.0.0.1:1")]
    public void An_address_that_is_none_is_refused_without_showing_it(string address)
    {
        using RawServer server = Server();
        var error = Connect(server, address).AssertError("InvalidKubeConfig");
        Assert.Contains("'proxy-url'", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("p4ss", error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_of_a_proxy_over_TLS_is_checked_too()
    {
        using var proxy = new TestProxy("https", asks: false);
        using RawServer server = Server();
        string address = proxy.AddressWith("").Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal);
        Connect(server, address).AssertError("Unreachable");
        Assert.Equal(0, proxy.Tunnels);
    }

    private static RawServer Server() =>
        RawServer.OfJson(_ => (200, """{"gitVersion":"v1.30.0"}"""), TestAuthority.Server);

    private static EngineResult Connect(RawServer server, string proxy)
    {
        using var file = new TemporaryFile(
            KubeConfigText.ForTls(server.Address, cluster: $", proxy-url: \"{proxy}\""));
        using var shell = new Shell();
        return shell.Run("Connect-Cluster -KubeConfig $args[0]", file.Path);
    }
}
