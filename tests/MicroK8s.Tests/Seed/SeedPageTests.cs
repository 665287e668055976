using System.Management.Automation;
using System.Management.Automation.Language;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Help;

namespace MicroK8s.Tests.Seed;

/// <summary>The pages for readers of the article: nothing in them is only text.</summary>
public sealed class SeedPageTests
{
    [Fact]
    public void Every_section_has_a_row_whose_test_exists()
    {
        Assert.NotEmpty(SeedPage.English.Sections);
        Assert.Equal(SeedPage.English.Sections.Select(section => section.Number), SeedPage.English.Tests.Select(row => row.Key));
        Assert.Equal(SeedPage.English.Tests, SeedPage.Chinese.Tests);
        Type[] types = typeof(SeedPageTests).Assembly.GetTypes();
        Assert.All(SeedPage.English.Tests, row =>
        {
            string[] parts = row.Value.Split('.');
            Type type = Assert.Single(types, type => type.Name == parts[0]);
            Assert.Contains(type.GetMethods(), method => (parts.Length == 1 || method.Name == parts[1])
                && method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0);
        });
    }

    [Fact]
    public void Both_languages_have_the_same_code_in_the_same_order() => Assert.Equal(
        SeedPage.English.Sections.SelectMany(section => section.Code.Prepend(section.Number)),
        SeedPage.Chinese.Sections.SelectMany(section => section.Code.Prepend(section.Number)));

    [Fact]
    public void Every_command_parses_and_names_only_parameters_that_exist()
    {
        using var shell = new Shell();
        Assert.All(SeedPage.English.Sections, section =>
        {
            Ast script = Parser.ParseInput(section.Commands, out _, out ParseError[] errors);
            Assert.Empty(errors);
            CommandAst[] commands = [.. script.FindAll(node => node is CommandAst, true).Cast<CommandAst>()];
            Assert.NotEmpty(commands);
            Assert.All(commands, command => HelpTests.RequireKnownParameters(
                command, shell.Run("Get-Command $args[0] -Module MicroK8s", command.GetCommandName()).TheOne<CmdletInfo>()));
        });
    }
}
