using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Connection;

/// <summary>Fields that contradict each other, or that nobody knows: refused with their place, as kubectl does or safer.</summary>
public sealed class KubeConfigFieldTests
{
    [Theory]
    [InlineData("{ token: a, username: b, password: c }", "", "token")]
    [InlineData("{ client-certificate-data: YQ==, client-certificate: a.pem, client-key: k }", "",
        "client-certificate-data")]
    [InlineData("{ client-certificate-data: YQ== }", "", "client-certificate-data")]
    [InlineData("{ client-key-data: YQ== }", "", "client-key-data")]
    [InlineData("{ exec: { command: x }, auth-provider: { name: oidc } }", "", "exec")]
    [InlineData("{ exec: { apiVersion: client.authentication.k8s.io/v1 } }", "", "command")]
    [InlineData("{ token: \"a b\" }", "", "token")]
    [InlineData("{ token: \"a\\nb\" }", "", "token")]
    [InlineData("{ token: [a] }", "", "token")]
    [InlineData("{ tokens: a }", "", "tokens")]
    [InlineData("{ password-file: a }", "", "password-file")]
    [InlineData("{}", ", insecure-skip-tls-verify: \"true\"", "insecure-skip-tls-verify")]
    [InlineData("{}", ", certificate-authority-data: '%%%'", "certificate-authority-data")]
    [InlineData("{}", ", certificate-authority-data: YQ==", "certificate-authority")]
    [InlineData("{}", ", certificate-authority-data: YQ==, certificate-authority: a", "certificate-authority-data")]
    [InlineData("{}", ", tls-min-version: 1.3", "tls-min-version")]
    [InlineData("{}", ", server-ca-pin: x", "server-ca-pin")]
    public async Task What_is_wrong_is_named_with_its_line_before_anything_is_sent(
        string user, string cluster, string field)
    {
        using RawServer server = RawServer.OfJson(_ => (200, "{}"));
        string address = server.Address.Replace("http:", "https:", StringComparison.Ordinal);
        using var file = new TemporaryFile(KubeConfigText.For(address, user, cluster));
        ClusterException fault = await OpenAsync(file.Path);
        Assert.Equal(ClusterFault.InvalidKubeConfig, fault.Fault);
        Assert.Contains($"'{field}'", fault.Message, StringComparison.Ordinal);
        Assert.Matches("line [0-9]+, column [0-9]+", fault.Message);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("a: &a [1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
        + "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\n")]
    [InlineData("users: &u [*u]")]
    [InlineData("clusters:\n- name: a\n  name: b\n")]
    [InlineData("users:\n- name: u\n- name: u\n")]
    public async Task A_file_that_is_made_to_hurt_is_refused_in_a_moment(string text)
    {
        using var file = new TemporaryFile(text);
        Assert.Equal(ClusterFault.InvalidKubeConfig, (await OpenAsync(file.Path)).Fault);
    }

    [Fact]
    public async Task A_file_nested_without_end_does_not_end_the_process()
    {
        using var file = new TemporaryFile($"users: {new string('[', 100_000)}");
        Assert.Equal(ClusterFault.InvalidKubeConfig, (await OpenAsync(file.Path)).Fault);
    }

    [Fact]
    public async Task Numbers_and_words_are_taken_as_they_are_written()
    {
        using RawServer server =
            RawServer.OfJson(_ => (200, """{"gitVersion":"v1.30.0"}"""), TestAuthority.Server);
        using var file = new TemporaryFile(
            KubeConfigText.ForTls(server.Address, "{ token: 0123456 }", ", extensions: [ { name: x, extension: 1 } ]"));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        await session.GetServerVersionAsync(default);
        Assert.Equal("Bearer 0123456", Assert.Single(server.Requests).Header("Authorization"));
    }

    private static async Task<ClusterException> OpenAsync(string path) =>
        await Assert.ThrowsAsync<ClusterException>(
            () => Adapter.Backend().OpenAsync(new ConnectionOptions(path), default));
}
