using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Help;

/// <summary>The pages of <c>docs/</c> against the real cmdlets: any difference fails.</summary>
public sealed class HelpTests(SharedShell shared) : IClassFixture<SharedShell>
{
    private static readonly HashSet<string> Common =
        [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    private readonly Shell _shell = shared.Shell;

    public static TheoryData<string> Cmdlets => [.. Names];

    private static string[] Names { get; } = ReadNames();

    private static string[] Pages { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    [Fact]
    public void Every_page_has_its_cmdlet() => Assert.Equal(
        Names.Order(StringComparer.Ordinal),
        Pages.Where(name => Regex.IsMatch(name, @"^[A-Z]\w+-[A-Z]\w+$")).Order(StringComparer.Ordinal));

    /// <summary>The page of a cmdlet is named after it; every other one must be found by somebody who reads.</summary>
    [Fact]
    public void Every_other_page_is_linked_from_the_README_or_another_page()
    {
        string[] others = [.. Pages.Except(Names).Where(name => !name.StartsWith("about_", StringComparison.Ordinal))];
        Assert.NotEmpty(others);
        string[] readers =
        [
            Path.Combine(Repository.Root, "README.md"), Path.Combine(Repository.Root, "CONTRIBUTING.md"),
            .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
        ];
        Assert.All(others, name => Assert.Contains(
            readers, reader => Path.GetFileNameWithoutExtension(reader) != name
                && Regex.IsMatch(File.ReadAllText(reader), $@"\]\([\w./-]*\b{Regex.Escape(name)}\.md[)#]")));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_parameter_is_described_as_it_is(string name)
    {
        var page = HelpPage.Read(name);
        Dictionary<string, ParameterMetadata> real = Command(name).Parameters
            .Where(parameter => !Common.Contains(parameter.Key) || IsOwn(parameter.Key))
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value);
        Assert.Equal(
            real.Keys.Order(StringComparer.Ordinal), page.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.All(page.Parameters, parameter => Compare(parameter, real[parameter.Name]));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_is_the_engines_own(string name)
    {
        string page = Collapse(HelpPage.Read(name).Syntax);
        Assert.All(Command(name).ParameterSets, set => Assert.Contains(
            Collapse($"{name} {Regex.Replace(set.ToString(), " (\\[-(WhatIf|Confirm)\\])", " $1")}"), page,
            StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Two_examples_or_more_parse_and_name_only_parameters_that_exist(string name)
    {
        IReadOnlyList<(string Title, string Code)> examples = HelpPage.Read(name).Examples;
        Assert.True(examples.Count >= 2, $"{examples.Count} examples");
        Assert.All(examples, example =>
        {
            Assert.Matches("^Example [0-9]+: .+", example.Title);
            Ast script = Parser.ParseInput(example.Code, out _, out ParseError[] errors);
            Assert.Empty(errors);
            CommandAst[] own = [.. script.FindAll(node => node is CommandAst, true).Cast<CommandAst>()
                .Where(command => Names.Contains(command.GetCommandName()))];
            Assert.All(own, command => RequireKnownParameters(command, Command(command.GetCommandName())));
        });
        Assert.Contains(examples, example => example.Code.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_outputs_are_the_declared_ones(string name)
    {
        string outputs = HelpPage.Read(name).Outputs;
        Assert.All(Command(name).OutputType, type => Assert.Contains($"### {type.Name}\n", outputs, StringComparison.Ordinal));
        Assert.Equal(Command(name).OutputType.Count, Regex.Count(outputs, "^### ", RegexOptions.Multiline));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Nothing_is_left_to_fill_in(string name)
    {
        var page = HelpPage.Read(name);
        Assert.DoesNotContain("{{", File.ReadAllText(HelpPage.PathOf(name)), StringComparison.Ordinal);
        Assert.InRange(page.Synopsis.Length, 10, 140);
        Assert.True(page.Description.Length > 80, page.Description);
        Assert.All(page.Parameters, parameter => Assert.True(parameter.Description.Length > 10, parameter.Name));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Get_Help_shows_what_the_page_says(string name)
    {
        // The generated help is committed; this fails when a page changed and `build.ps1 -Task Help` was not run.
        var page = HelpPage.Read(name);
        PSObject help = Assert.Single(_shell.Run("Get-Help $args[0] -Full", name).AssertNoErrors().Output);
        Assert.Equal(Plain(page.Synopsis), Plain((string)help.Properties["Synopsis"].Value));
        Assert.Equal(Plain(page.Description), Plain(Text("($args[0].description.Text) -join ' '", help)));
        Assert.Equal(
            page.Examples.Select(example => Plain(example.Title)),
            _shell.Run("$args[0].examples.example | % title", help).As<string>().Select(title => Plain(title.Trim('-', ' '))));
        Assert.All(page.Examples, example => Assert.Contains(
            Plain(example.Code), Plain(Text("($args[0].examples.example | % { $_.introduction.Text }) -join ' '", help)),
            StringComparison.Ordinal));
        foreach (HelpParameter parameter in page.Parameters)
        {
            string said = Text("($args[0].parameters.parameter | ? name -eq $args[1]).description.Text -join ' '", help, parameter.Name);
            Assert.Equal(Plain(parameter.Description), Plain(said));
        }
    }

    private static string[] ReadNames()
    {
        using var shell = new Shell();
        return [.. shell.Run("(Get-Module MicroK8s).ExportedCmdlets.Keys").As<string>()];
    }

    private static bool IsOwn(string name) => name is "WhatIf" or "Confirm";

    private CmdletInfo Command(string name) => _shell.Run("Get-Command $args[0]", name).TheOne<CmdletInfo>();

    private string Text(string script, params object[] arguments) => _shell.Run(script, arguments).TheOne<string>();

    /// <summary>Fails if a command of an example has a parameter that the cmdlet does not have.</summary>
    internal static void RequireKnownParameters(CommandAst command, CmdletInfo cmdlet)
    {
        Dictionary<string, ParameterMetadata> real = cmdlet.Parameters;
        HashSet<string> names = [.. real.Keys.Concat(real.Values.SelectMany(p => p.Aliases)).Select(n => n.ToUpperInvariant())];

        // What follows "--" is no parameter of ours.
        Assert.All(
            command.CommandElements.OfType<CommandParameterAst>().TakeWhile(parameter => parameter.ParameterName != "-"),
            parameter => Assert.Contains(parameter.ParameterName.ToUpperInvariant(), names));
    }

    private static void Compare(HelpParameter page, ParameterMetadata real)
    {
        Assert.Equal($"{page.Name} {real.ParameterType}", $"{page.Name} {page.Type}");
        Assert.Equal(real.Aliases.Order(StringComparer.Ordinal), page.Aliases.Order(StringComparer.Ordinal));
        Assert.Equal(real.Attributes.OfType<SupportsWildcardsAttribute>().Any(), page.SupportsWildcards);
        IEnumerable<string> accepted = real.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues);
        Assert.Equal(accepted, page.AcceptedValues);
        Assert.Equal(
            real.ParameterSets.Select(set => new HelpParameterSet(
                set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key,
                set.Value.Position < 0 ? "Named" : $"{set.Value.Position}", set.Value.IsMandatory,
                set.Value.ValueFromPipeline, set.Value.ValueFromPipelineByPropertyName)).OrderBy(set => set.Name),
            page.Sets.OrderBy(set => set.Name));
    }

    private static string Collapse(string text) => Regex.Replace(text, @"\s+", " ").Trim();

    /// <summary>Without what only Markdown or only MAML has: links, code marks, line breaks.</summary>
    private static string Plain(string text) => Regex.Replace(
        Regex.Replace(text, @"\[([^\]]+)\]\([^)]+\)", "$1"), @"[\s`*\u0080]+", "");
}
