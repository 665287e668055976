using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Revisions;

public sealed class RevisionComparisonTests
{
    private static readonly KubeObject[] Revisions =
        [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:2", 2), Fake.ReplicaSet("web:3", 3)];

    [Theory]
    [InlineData(null, null, "2 → 3", "web:2", "web:3")]
    [InlineData(1L, null, "1 → 3", "web:1", "web:3")]
    [InlineData(3L, 1L, "3 → 1", "web:3", "web:1")]
    public void Without_numbers_the_previous_and_the_current_one_are_meant(
        long? from, long? to, string revisions, string before, string after)
    {
        RevisionDifference difference = Assert.Single(Compare(from, to));

        Assert.Equal($"Deployment shop/web, revision {revisions}", difference.Comparison);
        Assert.Equal(("template.spec.containers[web].image", before, after), (difference.Path, difference.From!, difference.To!));
    }

    [Fact]
    public void A_revision_beside_itself_has_no_difference() => Assert.Empty(Compare(2, 2));

    [Fact]
    public void An_unknown_revision_lists_the_known_ones() => Assert.Contains(
        "3 (web:3) now", Assert.Throws<ClusterException>(() => Compare(1, 8)).Message, StringComparison.Ordinal);

    [Fact]
    public void Values_of_variables_are_told_only_when_asked_for_and_those_of_Secrets_never()
    {
        KubeObject now = Fake.Deployment(spec: """
            {"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"web:3","env":[
              {"name":"LEVEL","value":"debug"},{"name":"KEY","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]}]}}}
            """);
        string hidden = Text(new RevisionComparison(3, null, ShowsValues: false).Of(now, Revisions, "c", null));
        string shown = Text(new RevisionComparison(3, null, ShowsValues: true).Of(now, Revisions, "c", null));

        Assert.Contains("env[LEVEL].value: (none) → (hidden)", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("debug", hidden, StringComparison.Ordinal);
        Assert.Contains("env[LEVEL].value: (none) → debug", shown, StringComparison.Ordinal);
        Assert.Contains("env[KEY].valueFrom.secretKeyRef.name: (none) → s", hidden, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_shown_is_one_harmless_line_and_the_value_stays_as_it_is()
    {
        var difference = new RevisionDifference("web", "shop", default, 1, null, "p", "a\nb\u001b[31m", null, "c", null);

        Assert.Equal(("a b", "a\nb\u001b[31m"), (difference.FromText!, difference.From!));
        Assert.Equal("p: a b → (none)", difference.ToString());
        Assert.EndsWith("revision 1 → now", difference.Comparison, StringComparison.Ordinal);
    }

    private static IReadOnlyList<RevisionDifference> Compare(long? from, long? to) =>
        new RevisionComparison(from, to, ShowsValues: false).Of(Fake.Deployment("web:3"), Revisions, "ctx", null);

    private static string Text(IEnumerable<RevisionDifference> differences) =>
        string.Join('\n', differences.Select(difference => difference.ToString()));
}
