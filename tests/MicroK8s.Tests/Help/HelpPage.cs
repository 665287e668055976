using System.Text.RegularExpressions;

namespace MicroK8s.Tests.Help;

/// <summary>A page of <c>docs/</c>, read as far as the tests need it.</summary>
internal sealed partial class HelpPage
{
    private readonly string _text;

    private HelpPage(string text) => _text = text;

    public string Synopsis => Section("SYNOPSIS").Trim();

    public string Description => Section("DESCRIPTION").Trim();

    public string Syntax => Section("SYNTAX");

    public string Outputs => Section("OUTPUTS");

    /// <summary>Title and code of every example.</summary>
    public IReadOnlyList<(string Title, string Code)> Examples =>
        [.. Parts(Section("EXAMPLES")).Select(part => (part.Title, Code: Block(part.Body, "powershell")))];

    public IReadOnlyList<HelpParameter> Parameters =>
        [.. Parts(Section("PARAMETERS")).Where(part => part.Title.StartsWith('-')).Select(Parameter)];

    public static string PathOf(string cmdlet) => Path.Combine(Repository.Root, "docs", $"{cmdlet}.md");

    public static HelpPage Read(string cmdlet) => new(File.ReadAllText(PathOf(cmdlet)));

    private string Section(string name)
    {
        Match match = Regex.Match(_text, $@"^## {name}\n(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(match.Success, $"There is no section {name}.");
        return match.Groups[1].Value;
    }

    private static IEnumerable<(string Title, string Body)> Parts(string section) =>
        PartStart().Matches(section).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    private static HelpParameter Parameter((string Title, string Body) part)
    {
        string yaml = Block(part.Body, "yaml");
        string[] halves = yaml.Split("ParameterSets:", 2);
        string[] rest = halves[1].Split("DontShow:", 2);
        return new HelpParameter(
            part.Title[1..], part.Body.Split("```", 2)[0].Trim(), Value(yaml, "Type"),
            Value(yaml, "SupportsWildcards") == "true", Items(halves[0], "Aliases"), Items(rest[1], "AcceptedValues"),
            [.. rest[0].Split("- Name:").Skip(1).Select(set => new HelpParameterSet(
                set.Split('\n')[0].Trim(), Value(set, "Position"), Value(set, "IsRequired") == "true",
                Value(set, "ValueFromPipeline") == "true", Value(set, "ValueFromPipelineByPropertyName") == "true"))]);
    }

    private static string Block(string body, string language) =>
        Regex.Match(body, $@"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private static string Value(string yaml, string key) =>
        Regex.Match(yaml, $@"^\s*{key}: (.*)$", RegexOptions.Multiline).Groups[1].Value.Trim();

    private static string[] Items(string yaml, string key) =>
        [.. Regex.Match(yaml, $@"^{key}:\n((?:- .*\n)+)", RegexOptions.Multiline).Groups[1].Value
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[2..].Trim().Trim('\''))];

    [GeneratedRegex(@"^### ([^\n]*)\n(.*?)(?=^### |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PartStart();
}
