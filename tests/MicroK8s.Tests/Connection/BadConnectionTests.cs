using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

/// <summary>Each way in which a connection can be wrong: one clear error, with its id, before anything else happens.</summary>
public sealed class BadConnectionTests
{
    private const string Closed = "https://127.0.0.1:1";

    [Fact]
    public void A_kubeconfig_that_does_not_exist_is_named()
    {
        ErrorRecord error = Connect("/nowhere/config", "KubeConfigNotFound");
        Assert.Contains("/nowhere/config", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }

    [Theory]
    [InlineData("apiVersion: v1\nclusters:\n- name: [a\nusers: {\n")]
    [InlineData("clusters:\n\t- name: tab\n")]
    [InlineData("current-context: \"open")]
    [InlineData("current-context: *unknown")]
    public void Broken_yaml_is_reported_with_line_and_column(string text)
    {
        using var file = new TemporaryFile(text);
        ErrorRecord error = Connect(file.Path, "InvalidKubeConfig");
        Assert.Matches("line [0-9]+, column [0-9]+", error.Exception.Message);
    }

    [Theory]
    [InlineData("just text", "mapping")]
    [InlineData("clusters: 5", "'clusters' must be a list")]
    [InlineData("contexts: [ { context: {} } ]", "'name' is missing in an item of 'contexts'")]
    public void A_kubeconfig_of_the_wrong_shape_is_explained(string text, string rule)
    {
        using var file = new TemporaryFile(text);
        Assert.Contains(rule, Connect(file.Path, "InvalidKubeConfig").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_kubeconfig_has_no_current_context()
    {
        using var file = new TemporaryFile("");
        Connect(file.Path, "ContextNotFound");
    }

    [Theory]
    [InlineData("cluster: gone, user: tester", "'cluster' of 'test' is 'gone'")]
    [InlineData("cluster: test, user: gone", "'user' of 'test' is 'gone'")]
    public void A_context_that_refers_to_nothing_is_explained(string context, string what)
    {
        string text = KubeConfigText.For(Closed).Replace("cluster: test, user: tester", context, StringComparison.Ordinal);
        using var file = new TemporaryFile(text);
        Assert.Contains(what, Connect(file.Path, "InvalidKubeConfig").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_no_address_is_quoted()
    {
        using var file = new TemporaryFile(KubeConfigText.For("ftp:/x"));
        Assert.Contains("ftp:/x", Connect(file.Path, "InvalidKubeConfig").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_down_is_unreachable_within_seconds()
    {
        using var file = new TemporaryFile(KubeConfigText.For(Closed));
        long start = TimeProvider.System.GetTimestamp();
        ErrorRecord error = Connect(file.Path, "Unreachable");
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        Assert.Contains(Closed, error.Exception.Message, StringComparison.Ordinal);

        // Long before the time of a request is over.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 30);
    }

    [Fact]
    public void A_web_server_is_not_taken_for_kubernetes()
    {
        using var server = RawServer.OfJson(_ => (200, "<html>hello</html>"));
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        Connect(file.Path, "NotKubernetes");
    }

    [Fact]
    public void Json_without_a_version_is_not_taken_for_kubernetes()
    {
        using var server = RawServer.OfJson(_ => (200, "{}"));
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        Connect(file.Path, "NotKubernetes");
    }

    [Fact]
    public void Refused_credentials_name_the_user_but_never_the_token()
    {
        using RawServer server = RawServer.OfJson(
            _ => (401, """{"kind":"Status","message":"Unauthorized"}"""), TestAuthority.Server);
        using var file = new TemporaryFile(KubeConfigText.ForTls(server.Address, "{ token: s3cret }"));
        ErrorRecord error = Connect(file.Path, "NotAuthenticated");
        Assert.Contains("tester", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Exception.ToString(), StringComparison.Ordinal);
        Assert.Equal("Bearer s3cret", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public void A_server_that_stays_overloaded_is_unreachable_after_retries()
    {
        int requests = 0;
        using var server = RawServer.OfJson(_ =>
        {
            Interlocked.Increment(ref requests);
            return (503, "busy");
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        Connect(file.Path, "Unreachable");
        Assert.Equal(4, requests);
    }

    [Fact]
    public void An_expired_client_certificate_is_told_before_anything_is_sent()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=old", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        string user = $"{{ client-certificate-data: {Encode(certificate.ExportCertificatePem())}, "
            + $"client-key-data: {Encode(key.ExportPkcs8PrivateKeyPem())} }}";
        using var file = new TemporaryFile(KubeConfigText.For(Closed, user));
        Assert.Contains("expired on", Connect(file.Path, "CertificateExpired").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_certificate_authority_is_explained()
    {
        using var file = new TemporaryFile(KubeConfigText.For(Closed, cluster: ", certificate-authority: missing.crt"));
        Assert.Contains(
            "'certificate-authority' of 'test' cannot be read", Connect(file.Path, "InvalidKubeConfig").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_connection_leaves_the_defaults_as_they_were()
    {
        using var shell = new Shell();
        using var good = new TemporaryFile(KubeConfigText.For(Closed));
        shell.Run("Connect-Cluster -KubeConfig $args[0]", good.Path).AssertError("Unreachable");
        Assert.Empty(shell.Run("Get-Cluster -Name test -ErrorAction Ignore").Output);
    }

    private static ErrorRecord Connect(string path, string id)
    {
        using var shell = new Shell();
        return shell.Run("Connect-Cluster -KubeConfig $args[0]", path).AssertError(id);
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
