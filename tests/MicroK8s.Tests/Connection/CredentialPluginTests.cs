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
        string? seen = null;
        using var server = new PlainServer(request =>
        {
            seen = request.Headers["Authorization"];
            return (200, """{"gitVersion":"v1.30.0"}""");
        });
        Connect(server.Address, "/bin/echo", [Credential]).AssertNoErrors();
        Assert.Equal("Bearer from-plugin", seen);
    }

    [Fact]
    public void Arguments_and_environment_reach_the_plugin_exactly()
    {
        using var dump = new TemporaryFile("");
        using var server = new PlainServer(_ => (200, """{"gitVersion":"v1.30.0"}"""));
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
    public void A_failing_plugin_is_quoted_with_its_exit_code()
    {
        ErrorRecord error = Connect("https://127.0.0.1:1", "/bin/sh", ["-c", "echo please sign in >&2; exit 7"])
            .AssertError("CredentialPluginFailed");
        Assert.Contains("exit code 7: please sign in", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{}")]
    public void A_plugin_that_answers_no_credential_is_an_error(string answer) =>
        Connect("https://127.0.0.1:1", "/bin/echo", [answer]).AssertError("CredentialPluginFailed");

    [Fact]
    public void The_plugin_gets_no_input_so_it_cannot_wait_for_an_answer()
    {
        // `read` ends at once on closed input; a plugin that could prompt would hang here.
        EngineResult result = Connect("https://127.0.0.1:1", "/bin/sh", ["-c", "read answer || exit 9"]);
        Assert.Contains("exit code 9", result.AssertError("CredentialPluginFailed").Exception.Message, StringComparison.Ordinal);
    }

    private static EngineResult Connect(string server, string command, string[] arguments)
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
        using var file = new TemporaryFile(KubeConfigText.For(server, user));
        using var shell = new Shell();
        return shell.Run("Connect-Cluster -KubeConfig $args[0]", file.Path);
    }
}
