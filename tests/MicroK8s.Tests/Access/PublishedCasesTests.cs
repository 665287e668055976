using System.Text.RegularExpressions;
using MicroK8s.Access;

namespace MicroK8s.Tests.Access;

/// <summary>
/// Published examples of kubernetes.io, of the well-known recipes for NetworkPolicies and of istio.io: the rules give the
/// answers that these pages give. The files in Cases name the page of each.
/// </summary>
public sealed partial class PublishedCasesTests
{
    private const int Least = 60;

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach ((string file, AccessCase one) in Files()) rows.Add(file, one.Name);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_answer_is_the_published_one(string file, string name)
    {
        AccessCase one = AccessCase.ReadAll(file).Single(item => item.Name == name);
        Assert.StartsWith("https://", one.Source, StringComparison.Ordinal);
        Assert.NotEmpty(one.Questions);
        Assert.All(one.Questions, question =>
        {
            (AccessOutcome outcome, string? rule, string expected, AccessVerdict verdict) = one.Ask(question);
            Match wanted = Answer().Match(expected);
            Assert.True(wanted.Success, $"{expected} is no answer");
            string said = $"{question}: {verdict.Why}";
            Assert.True(wanted.Groups["outcome"].Value.Equals($"{outcome}", StringComparison.OrdinalIgnoreCase), said);
            if (wanted.Groups["rule"] is { Success: true } by) Assert.True(by.Value == rule, $"{said} [{rule}]");
            Assert.Equal(outcome == AccessOutcome.Unknown, verdict.DependsOn.Count > 0);
        });
    }

    [Fact]
    public void There_are_many_and_every_answer_occurs()
    {
        string[] answers = [.. Files().SelectMany(item => item.Case.Questions).Select(line => line.Split(" => ")[1].Split(' ')[0])];
        Assert.True(answers.Length >= Least, $"only {answers.Length} questions");
        Assert.All(["allowed", "denied", "unknown"], answer => Assert.True(answers.Count(one => one == answer) >= 5, answer));
    }

    private static IEnumerable<(string File, AccessCase Case)> Files() =>
        new[] { "kubernetes", "recipes", "istio" }.SelectMany(file => AccessCase.ReadAll(file).Select(item => (file, item)));

    [GeneratedRegex("^(?<outcome>allowed|denied|unknown)( by (?<rule>.+))?$")]
    private static partial Regex Answer();
}
