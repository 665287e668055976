using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Help;

/// <summary>The pages of <c>docs/health</c> against the codes, thresholds and checks.</summary>
public sealed class HealthPageTests(SharedShell shared) : IClassFixture<SharedShell>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "health");

    private static readonly string[] Sections = ["What it means", "Causes", "Repair", "Related checks"];

    private readonly Shell _shell = shared.Shell;

    public static TheoryData<string> Codes => [.. Rows.Select(row => row.Id)];

    private static Row[] Rows { get; } =
    [
        .. HealthChecks.Codes.Select(RowOf)
            .OrderBy(row => row.Id, StringComparer.Ordinal),
    ];

    [Fact]
    public void No_identifier_stands_for_two_problems()
    {
        // The same code of several checks is one object; another one of the same identifier is a mistake.
        string[] ids = [.. HealthChecks.Codes.Select(code => code.Id)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^MK[0-9]{3}$", id));
    }

    [Fact]
    public void Every_page_has_its_code() => Assert.Equal(
        Rows.Select(row => row.Id),
        Directory.GetFiles(Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => name != "README").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_page_has_the_title_of_its_code_and_the_four_sections(string id)
    {
        string text = Read($"{id}.md");
        Assert.Equal($"# {id}: {Rows.Single(row => row.Id == id).Title}", text.Split('\n')[0]);
        Assert.Equal(
            Sections,
            Regex.Matches(text, "^## (.+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value));
        Assert.All(
            text.Split("\n## ").Skip(1),
            section => Assert.True(section.Split('\n', 2)[1].Trim().Length > 4, section));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_page_names_only_thresholds_that_its_checks_have(string id)
    {
        string[] known =
        [
            .. HealthChecks.All.Where(check => check.Codes.Any(code => code.Id == id))
                .SelectMany(check => check.Thresholds).Select(threshold => threshold.Name),
        ];
        Assert.All(
            Regex.Matches(Read($"{id}.md"), @"threshold `(\w+)`|-Threshold @\{ (\w+)").Select(match =>
                match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value),
            name => Assert.Contains(name, known));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_commands_of_a_page_exist(string id)
    {
        foreach (Match block in Regex.Matches(
            Read($"{id}.md"), "^```powershell\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline))
        {
            Ast script = Parser.ParseInput(block.Groups[1].Value, out _, out ParseError[] errors);
            Assert.Empty(errors);
            foreach (CommandAst command in script.FindAll(node => node is CommandAst, true).Cast<CommandAst>())
            {
                string name = command.GetCommandName();
                CmdletInfo cmdlet = _shell.Run("Get-Command $args[0]", name).TheOne<CmdletInfo>();
                HelpTests.RequireKnownParameters(command, cmdlet);
            }
        }
    }

    [Fact]
    public void The_index_lists_the_codes_as_they_are()
    {
        var expected = new StringBuilder();
        foreach (IGrouping<string, Row> family in Rows.GroupBy(row => row.Family))
        {
            expected.Append(CultureInfo.InvariantCulture, $"\n### {family.Key}\n\n");
            expected.Append("| Code | Title | Usual status | Check |\n|---|---|---|---|\n");
            foreach (Row row in family)
            {
                expected.Append(
                    CultureInfo.InvariantCulture,
                    $"| [{row.Id}]({row.Id}.md) | {row.Title} | {row.Status} | {row.Checks} |\n");
            }
        }

        RequireBlock("codes", $"{expected}\n");
    }

    [Fact]
    public void The_table_of_thresholds_is_that_of_the_checks()
    {
        var expected = new StringBuilder("\n| Name | Default | Meaning | Check |\n|---|---|---|---|\n");
        IEnumerable<(HealthThreshold Threshold, string Checks)> known = HealthChecks.All
            .SelectMany(check => check.Thresholds).Distinct()
            .Select(one => (one, Names(HealthChecks.All.Where(check => check.Thresholds.Contains(one)))));
        foreach ((HealthThreshold threshold, string checks) in
            known.OrderBy(one => one.Threshold.Name, StringComparer.Ordinal))
        {
            expected.Append(
                CultureInfo.InvariantCulture,
                $"| `{threshold.Name}` | {DefaultOf(threshold)} | {threshold.Meaning} | {checks} |\n");
        }

        RequireBlock("thresholds", $"{expected}\n");
    }

    [Fact]
    public void The_table_of_rights_is_what_the_checks_list()
    {
        var expected = new StringBuilder("\n| Check | Lists |\n|---|---|\n");
        var scope = new HealthScope(null!, [], TimeProvider.System);
        foreach (IHealthCheck check in HealthChecks.All)
        {
            string lists = string.Join(", ", check.Start(scope).Lists.Select(list => $"`{list.Type}`{Where(list)}"));
            expected.Append(
                CultureInfo.InvariantCulture, $"| `{check.Name}` | {(lists.Length > 0 ? lists : "–")} |\n");
        }

        RequireBlock("rights", $"{expected}\n");

        static string Where(HealthList list) => !list.Type.Namespaced ? ""
            : list.Namespace is not null ? $" in {list.Namespace}"
            : list.Everywhere ? " everywhere" : "";
    }

    private static void RequireBlock(string name, string expected)
    {
        string text = Read("README.md");
        string start = $"<!-- {name} -->\n";
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        int to = text.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal);
        Assert.True(from >= start.Length && to >= from, $"docs/health/README.md has no block '{name}'.");
        Assert.True(
            text[from..to] == expected,
            $"docs/health/README.md is not as the code. Between '{start.Trim()}' and '<!-- /{name} -->' write:\n"
            + expected);
    }

    private static Row RowOf(HealthCode code)
    {
        IHealthCheck[] checks = [.. HealthChecks.All.Where(check => check.Codes.Contains(code))];
        return checks.Length == 0
            ? new Row(code.Id, code.Title, code.Status, "Any check", "all")
            : new Row(code.Id, code.Title, code.Status, checks[0].GetType().Namespace!.Split('.')[^1], Names(checks));
    }

    private static string Names(IEnumerable<IHealthCheck> checks) =>
        string.Join(", ", checks.Select(check => check.Name).Order(StringComparer.Ordinal));

    /// <summary>As it can be given to <c>-Threshold</c>.</summary>
    private static string DefaultOf(HealthThreshold threshold)
    {
        int number = (int)threshold.Default;
        return threshold.Unit != HealthUnit.Duration ? $"{number}%"
            : number % 86400 == 0 ? $"{number / 86400}d"
            : number % 3600 == 0 ? $"{number / 3600}h"
            : number % 60 == 0 ? $"{number / 60}m"
            : $"{number}s";
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private sealed record Row(string Id, string Title, HealthStatus Status, string Family, string Checks);
}
