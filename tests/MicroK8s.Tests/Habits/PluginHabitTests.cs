using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Habits;

/// <summary>Bad habits of a credential plugin, and a request limit that is none.</summary>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InProcess)]
public sealed class PluginHabitTests
{
    [Theory]
    [InlineData("sleep 600 & wait", "did not answer")]
    [InlineData("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done", "more than")]
    [InlineData("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx >&2; done", "more than")]
    public void A_plugin_that_does_not_end_fails_in_the_time_of_a_request(string body, string why)
    {
        using var limit = new RequestLimit("2");
        using var plugin = new PluginScript("https://127.0.0.1:1", body);
        using var shell = new Shell();
        long start = TimeProvider.System.GetTimestamp();
        EngineResult result = shell.Run("Get-MicroService -KubeConfig $args[0]", plugin.KubeConfig);

        // By itself it would go on for ten minutes, or for ever.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 30);
        Assert.Contains(why, result.AssertError("CredentialPluginFailed").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_keeps_the_plugin_s_output_open_does_not_hold_the_credential_back()
    {
        using var server = HabitServer.Secure();
        using var plugin = new PluginScript(server.Address, "sleep 60 & echo \"$CREDENTIAL\"");
        using var shell = new Shell();
        long start = TimeProvider.System.GetTimestamp();
        shell.Run("Connect-Cluster -KubeConfig $args[0]", plugin.KubeConfig).AssertNoErrors();
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("3601")]
    public void A_request_limit_that_is_none_is_named(string value)
    {
        using var limit = new RequestLimit(value);
        using var server = new HabitServer(null, HabitStage.First);
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        foreach (string script in new[]
        {
            "Get-MicroService", "Wait-MicroService web", "Connect-Cluster", "Test-ClusterHealth",
            "Set-MicroService web -Replicas 2",
        })
        {
            string said = shell.Run($"{script} -KubeConfig $args[0]", file.Path).AssertError("InvalidSpec").Exception.Message;
            Assert.Contains($"MICROK8S_REQUEST_TIMEOUT must be a whole number of seconds from 1 to 3600, but is '{value}'", said, StringComparison.Ordinal);
        }

        Assert.Equal(0, server.Requests);
    }
}
