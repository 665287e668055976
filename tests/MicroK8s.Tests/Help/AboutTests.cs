using System.Text.RegularExpressions;
using MicroK8s.Errors;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Help;

/// <summary>The about topic against the module.</summary>
public sealed class AboutTests
{
    private static readonly string Topic =
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "about_MicroK8s.md"));

    [Fact]
    public void Every_error_id_is_explained_and_none_is_invented()
    {
        IEnumerable<string> told = Regex.Matches(Topic, @"^\| ([A-Z]\w+)( \*)? +\| [A-Z]", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).Where(name => name != "Id");
        Assert.Equal(Enum.GetNames<ClusterFault>().Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_is_named()
    {
        using var shell = new Shell();
        Assert.All(
            shell.Run("(Get-Module MicroK8s).ExportedCmdlets.Keys").As<string>(),
            name => Assert.Contains(name, Topic, StringComparison.Ordinal));
    }

    [Fact]
    public void It_fits_a_console_of_eighty_columns() =>
        Assert.All(Topic.Split('\n'), line => Assert.True(line.Length <= 80, line));

    [Fact]
    public void Get_Help_finds_it()
    {
        using var shell = new Shell();
        Assert.StartsWith(
            "# about_MicroK8s", Assert.Single(shell.Run("Get-Help about_MicroK8s").As<string>()), StringComparison.Ordinal);
    }
}
