using MicroK8s.Connection;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Help;

/// <summary>Every page says how long its cmdlet may take at the longest.</summary>
public sealed class TimeLimitTests
{
    [Fact]
    public void Every_page_says_how_long_the_cmdlet_may_take()
    {
        using var shell = new Shell();
        foreach (string name in shell.Run("(Get-Module MicroK8s).ExportedCmdlets.Keys").As<string>())
        {
            bool hasTimeout = shell.Run("(Get-Command $args[0]).Parameters.ContainsKey('Timeout')", name).TheOne<bool>();
            bool asks = shell.Run("(Get-Command $args[0]).Parameters.ContainsKey('Context')", name).TheOne<bool>();
            string[] sentences = (hasTimeout, asks) switch
            {
                (true, _) => ["at most", "`-Timeout`"],
                (_, true) => ["`Unreachable` after 195 seconds", $"`$env:{RequestTimeout.Variable}`"],
                _ => ["Asks no server"],
            };
            string page = HelpPage.Read(name).Description;
            Assert.All(sentences, sentence => Assert.True(
                page.Contains(sentence, StringComparison.Ordinal), $"{name} does not say: {sentence}"));
        }
    }

    [Fact]
    public void The_numbers_in_the_pages_are_the_real_ones()
    {
        // The default: this variable is set by no other test while this one runs.
        Assert.Null(Environment.GetEnvironmentVariable(RequestTimeout.Variable));
        Assert.Equal(65, RequestTimeout.Current.TotalSeconds);
        Assert.Equal(195, RequestTimeout.OfCall.TotalSeconds);
    }
}
