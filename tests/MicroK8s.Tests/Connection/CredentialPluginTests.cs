using System.Management.Automation;
using System.Text.Json;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

/// <summary>The exec credential plugins of a kubeconfig: run exactly, never prompting, failing in seconds.</summary>
public sealed class CredentialPluginTests
{
    private const string Credential =
        """{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-plugin"}}""";

    [Fact]
    public void The_token_of_the_plugin_is_sent()
    {
        using RawServer server = Version();
        Connect(server.Address, "/bin/echo", [Credential]).AssertNoErrors();
        Assert.Equal("Bearer from-plugin", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public void Arguments_and_environment_reach_the_plugin_exactly()
    {
        using var dump = new TemporaryFile("");
        using RawServer server = Version();
        string script = $"printf '%s\\n' \"$@\" \"$EXTRA\" > '{dump.Path}'; echo '{Credential}'";
        Connect(server.Address, "/bin/sh", ["-c", script, "sh", "two words", "\"quoted\"", ""]).AssertNoErrors();
        Assert.Equal(["two words", "\"quoted\"", "", "from env", ""], File.ReadAllText(dump.Path).Split('\n'));
    }

    [Fact]
    public void A_missing_plugin_is_named_with_the_hint_of_the_kubeconfig()
    {
        ErrorRecord error = Connect("https://127.0.0.1:1", "no-such-plugin", []).AssertError("CredentialPluginFailed");
        Assert.Contains("no-such-plugin", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("install it like this", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
    }

    [Fact]
    public void A_failing_plugin_is_named_with_its_exit_code_but_what_it_wrote_is_not_shown()
    {
        ErrorRecord error = Connect("https://127.0.0.1:1", "/bin/sh", ["-c", "echo t0ken >&2; echo t0ken; exit 7"])
            .AssertError("CredentialPluginFailed");
        Assert.Contains("ended with exit code 7", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("run '/bin/sh'", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"other-version"}}""")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"line\nbreak"}}""")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"no key"}}""")]
    public void A_plugin_that_answers_no_credential_is_an_error(string answer) =>
        Connect("https://127.0.0.1:1", "/bin/echo", [answer]).AssertError("CredentialPluginFailed");

    [Fact]
    public void The_plugin_gets_no_input_so_it_cannot_wait_for_an_answer()
    {
        // `read` ends at once on closed input; a plugin that could prompt would hang here.
        EngineResult result = Connect("https://127.0.0.1:1", "/bin/sh", ["-c", "read answer || exit 9"]);
        Assert.Contains("exit code 9", result.AssertError("CredentialPluginFailed").Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Never", null)]
    [InlineData("IfAvailable", null)]
    [InlineData("Always", "CredentialPluginFailed")]
    [InlineData("Sometimes", "InvalidKubeConfig")]
    public void A_plugin_that_needs_a_terminal_is_refused_before_it_runs(string mode, string? fault)
    {
        using RawServer server = Version();
        using var ran = new TemporaryFile("");
        string script = $"echo x >> '{ran.Path}'; echo '{Credential}'";
        EngineResult result = Connect(server.Address, "/bin/sh", ["-c", script], $", interactiveMode: {mode}");
        if (fault is null) result.AssertNoErrors();
        else result.AssertError(fault);
        Assert.Equal(fault is null, File.ReadAllText(ran.Path).Length > 0);
    }

    [Fact]
    public void A_plugin_learns_of_the_cluster_if_it_asks_for_it()
    {
        using var dump = new TemporaryFile("");
        using RawServer server = Version();
        string script = $"printf %s \"$KUBERNETES_EXEC_INFO\" > '{dump.Path}'; echo '{Credential}'";
        Connect(
            server.Address, "/bin/sh", ["-c", script], ", provideClusterInfo: true",
            ", tls-server-name: localhost, extensions: [{ name: client.authentication.k8s.io/exec, "
            + "extension: { audience: x } }]").AssertNoErrors();
        JsonElement spec = JsonDocument.Parse(File.ReadAllText(dump.Path)).RootElement.GetProperty("spec");
        Assert.False(spec.GetProperty("interactive").GetBoolean());
        JsonElement cluster = spec.GetProperty("cluster");
        Assert.Equal(server.Address, cluster.GetProperty("server").GetString());
        Assert.Equal("localhost", cluster.GetProperty("tls-server-name").GetString());
        Assert.Equal("x", cluster.GetProperty("config").GetProperty("audience").GetString());
        Assert.Equal(
            KubeConfigText.Base64(TestAuthority.Shared.Pem),
            cluster.GetProperty("certificate-authority-data").GetString());
    }

    [Theory]
    [InlineData(", apiVersion: client.authentication.k8s.io/v1alpha1", "apiVersion")]
    [InlineData(", runAs: root", "runAs")]
    public void A_protocol_or_a_field_that_is_not_known_is_refused(string more, string field) => Assert.Contains(
        $"'{field}'", Connect("https://127.0.0.1:1", "/bin/echo", [Credential], more)
            .AssertError("InvalidKubeConfig").Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void A_token_that_expires_is_renewed_before_it_does()
    {
        using var count = new TemporaryFile("");
        using RawServer server = Version();
        string end = DateTimeOffset.UtcNow.AddSeconds(20).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        string script = $"echo >> '{count.Path}'; n=$(wc -l < '{count.Path}'); printf '%s' "
            + "'{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"expirationTimestamp\":\"" + end
            + "\",\"token\":\"token-'$n'\"}}'";
        Connect(server.Address, "/bin/sh", ["-c", script]).AssertNoErrors();
        Assert.Equal("Bearer token-2", Assert.Single(server.Requests).Header("Authorization"));
    }

    private static RawServer Version() =>
        RawServer.OfJson(_ => (200, """{"gitVersion":"v1.30.0"}"""), TestAuthority.Server);

    private static EngineResult Connect(
        string server, string command, string[] arguments, string exec = "", string cluster = "")
    {
        string user = JsonSerializer.Serialize(new
        {
            exec = new
            {
                apiVersion = "client.authentication.k8s.io/v1",
                command,
                args = arguments,
                env = new[] { new { name = "EXTRA", value = "from env" } },
                installHint = "install it like this",
            },
        });

        // A field given again replaces the one above it.
        if (exec.StartsWith(", apiVersion", StringComparison.Ordinal))
        {
            user = user.Replace("\"apiVersion\":\"client.authentication.k8s.io/v1\",", "", StringComparison.Ordinal);
        }

        user = user[..^2] + exec + "}}";
        using var file = new TemporaryFile(KubeConfigText.ForTls(server, user, cluster));
        using var shell = new Shell();
        return shell.Run("Connect-Cluster -KubeConfig $args[0]", file.Path);
    }
}
