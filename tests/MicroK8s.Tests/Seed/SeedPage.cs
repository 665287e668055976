using System.Text.RegularExpressions;

namespace MicroK8s.Tests.Seed;

/// <summary>docs/from-yaml.md or its Chinese twin: the sections, and the table of tests at the end.</summary>
internal sealed partial class SeedPage
{
    private SeedPage(string text)
    {
        Text = text;
        Sections =
        [
            .. SectionStart().Matches(text).Select(section =>
            {
                (string Language, string Code)[] blocks =
                [
                    .. Block().Matches(section.Groups[2].Value)
                        .Select(block => (block.Groups[1].Value, block.Groups[2].Value)),
                ];
                return new SeedSection(
                    section.Groups[1].Value, Of("yaml"), Of("powershell"),
                    [.. blocks.Select(block => $"{block.Language}: {block.Code}")]);

                string Of(string language) =>
                    string.Concat(blocks.Where(block => block.Language == language).Select(block => block.Code));
            }),
        ];
        Tests = TestRow().Matches(text).Select(row => KeyValuePair.Create(row.Groups[1].Value, row.Groups[2].Value)).ToArray();
    }

    public static SeedPage English { get; } = Read("from-yaml.md");

    public static SeedPage Chinese { get; } = Read("from-yaml.zh.md");

    public string Text { get; }

    public IReadOnlyList<SeedSection> Sections { get; }

    /// <summary>Section and test, row by row.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tests { get; }

    public SeedSection this[string number] => Sections.Single(section => section.Number == number);

    private static SeedPage Read(string name) => new(File.ReadAllText(Path.Combine(Repository.Root, "docs", name)));

    [GeneratedRegex(@"^## ([0-9]+\.[0-9]+) [^\n]*\n(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SectionStart();

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| ([0-9]+\.[0-9]+) \| `([\w.]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex TestRow();
}
