using System.Security.Cryptography.X509Certificates;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Connection;

/// <summary>Credentials that something else keeps fresh, or that go wrong while a session lives.</summary>
public sealed class ChangingCredentialTests
{
    private const string Version = """{"gitVersion":"v1.30.0"}""";

    [Fact]
    public async Task A_token_file_that_changed_is_read_again_when_its_token_is_refused()
    {
        using var token = new TemporaryFile("token-1\n");
        using RawServer server = RawServer.OfJson(
            request => request.Header("Authorization") == "Bearer token-2" ? (200, Version) : (401, "{}"),
            TestAuthority.Server);
        using var file = new TemporaryFile(KubeConfigText.ForTls(server.Address, $"{{ tokenFile: {token.Path} }}"));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        await Assert.ThrowsAsync<ClusterException>(() => session.GetServerVersionAsync(default));
        File.WriteAllText(token.Path, "  token-2\r\n");
        Assert.Equal("v1.30.0", await session.GetServerVersionAsync(default));
    }

    [Fact]
    public async Task A_relative_token_file_stands_beside_its_kubeconfig_and_goes_before_a_token()
    {
        using RawServer server = RawServer.OfJson(_ => (200, Version), TestAuthority.Server);
        using var file = new TemporaryFile(KubeConfigText.ForTls(server.Address, "{ tokenFile: t, token: old }"));
        File.WriteAllText(Path.Combine(file.Folder, "t"), "fresh");
        using IClusterSession session = Adapter.Open(file.Path, "test");
        await session.GetServerVersionAsync(default);
        Assert.Equal("Bearer fresh", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    public async Task A_token_file_that_holds_no_token_is_a_fault_of_the_kubeconfig(string? content)
    {
        using var token = new TemporaryFile(content ?? "");
        if (content is null) File.Delete(token.Path);
        using RawServer server = RawServer.OfJson(_ => (200, Version), TestAuthority.Server);
        using var file = new TemporaryFile(KubeConfigText.ForTls(server.Address, $"{{ tokenFile: {token.Path} }}"));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        ClusterException fault =
            await Assert.ThrowsAsync<ClusterException>(() => session.GetServerVersionAsync(default));
        Assert.Equal(ClusterFault.InvalidKubeConfig, fault.Fault);
        Assert.Contains("'tokenFile'", fault.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_client_certificate_that_was_renewed_on_disk_is_used_after_a_refusal_and_one_that_ended_is_named()
    {
        using X509Certificate2 good = Client(DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 ended = Client(DateTimeOffset.UtcNow.AddHours(-1));
        using RawServer server = RawServer.OfJson(_ => (401, "{}"), TestAuthority.Server);
        using var file = new TemporaryFile(KubeConfigText.ForTls(
            server.Address, "{ client-certificate: c.pem, client-key: k.pem }"));
        Write(good);
        using IClusterSession session = Adapter.Open(file.Path, "test");
        ClusterException refused =
            await Assert.ThrowsAsync<ClusterException>(() => session.GetServerVersionAsync(default));
        Assert.Equal(ClusterFault.NotAuthenticated, refused.Fault);
        Assert.Equal(2, server.Requests.Count);

        Write(ended);
        ClusterException past =
            await Assert.ThrowsAsync<ClusterException>(() => session.GetServerVersionAsync(default));
        Assert.Equal(ClusterFault.CertificateExpired, past.Fault);

        void Write(X509Certificate2 certificate)
        {
            File.WriteAllText(Path.Combine(file.Folder, "c.pem"), certificate.ExportCertificatePem());
            File.WriteAllText(
                Path.Combine(file.Folder, "k.pem"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
    }

    [Fact]
    public async Task A_client_certificate_is_shown_to_the_server_with_its_intermediates()
    {
        TestAuthority root = TestAuthority.Create();
        TestAuthority middle = root.CreateIntermediate();
        using X509Certificate2 client = middle.Issue([], TestAuthority.ClientUse, commonName: "tester");
        string? seen = null;
        int chain = 0;
        var tls = new System.Net.Security.SslServerAuthenticationOptions
        {
            ServerCertificateContext = TestAuthority.Server.ServerCertificateContext,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, sent, _) =>
            {
                seen = certificate?.Subject;
                chain = sent!.ChainPolicy.ExtraStore.Count;
                return certificate is not null;
            },
        };
        using RawServer server = RawServer.OfJson(_ => (200, Version), tls);
        string pem = client.ExportCertificatePem() + "\n" + middle.Pem;
        string key = client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        using var file = new TemporaryFile(KubeConfigText.ForTls(
            server.Address, $"{{ client-certificate-data: {KubeConfigText.Base64(pem)}, "
            + $"client-key-data: {KubeConfigText.Base64(key)} }}"));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        await session.GetServerVersionAsync(default);
        Assert.Equal("CN=tester", seen);
        Assert.Equal(1, chain);
    }

    private static X509Certificate2 Client(DateTimeOffset end) =>
        TestAuthority.Shared.Issue([], TestAuthority.ClientUse, end, commonName: "tester");
}
