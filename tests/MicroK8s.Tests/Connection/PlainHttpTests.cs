using MicroK8s.Connection;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

/// <summary>Nothing secret goes over http, where anyone on the way could read it.</summary>
public sealed class PlainHttpTests
{
    private const string Version = """{"gitVersion":"v1.30.0"}""";

    [Theory]
    [InlineData("{ token: s3cret }")]
    [InlineData("{ username: tester, password: s3cret }")]
    [InlineData("{ tokenFile: /dev/null }")]
    [InlineData("{ exec: { apiVersion: client.authentication.k8s.io/v1, command: /no/such/plugin } }")]
    public void Credentials_are_withheld_with_a_warning(string user)
    {
        using RawServer server = RawServer.OfJson(_ => (200, Version));
        EngineResult result = Connect(server.Address, user);
        result.TheOne<ClusterConnection>();
        RawRequest request = Assert.Single(server.Requests);
        Assert.Null(request.Header("Authorization"));
        Assert.Contains("over http, so the credentials", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_without_credentials_is_no_reason_to_warn()
    {
        using RawServer server = RawServer.OfJson(_ => (200, Version));
        Assert.Empty(Connect(server.Address, "{}").AssertNoErrors().Warnings);
    }

    [Fact]
    public void As_whom_the_user_acts_is_a_limit_and_is_sent()
    {
        using RawServer server = RawServer.OfJson(_ => (200, Version));
        Connect(server.Address, "{ as: nobody }").AssertNoErrors();
        Assert.Equal("nobody", Assert.Single(server.Requests).Header("Impersonate-User"));
    }

    [Fact]
    public void A_name_and_password_in_the_address_are_sent_over_https_only_and_shown_nowhere()
    {
        using RawServer plain = RawServer.OfJson(_ => (200, Version));
        using RawServer secure = RawServer.OfJson(_ => (200, Version), TestAuthority.Server);
        Connect(With(plain), "{}").AssertNoErrors();
        Assert.Null(Assert.Single(plain.Requests).Header("Authorization"));

        using var file = new TemporaryFile(KubeConfigText.ForTls(With(secure), "{}"));
        using var shell = new Shell();
        EngineResult result = shell.Run("Connect-Cluster -KubeConfig $args[0]; Get-Cluster", file.Path);
        Assert.Equal(secure.Address, ((ClusterConnection)result.Output[0].BaseObject).Server);
        Assert.Equal(secure.Address, ((ClusterContext)result.Output[1].BaseObject).Server);
        Assert.Equal(
            $"Basic {KubeConfigText.Base64("tester:s3/cret")}",
            Assert.Single(secure.Requests).Header("Authorization"));

        string With(RawServer server) =>
            server.Address.Replace("://", "://tester:s3%2Fcret@", StringComparison.Ordinal);
    }

    private static EngineResult Connect(string server, string user)
    {
        using var file = new TemporaryFile(KubeConfigText.For(server, user));
        using var shell = new Shell();
        return shell.Run("Connect-Cluster -KubeConfig $args[0]", file.Path);
    }
}
