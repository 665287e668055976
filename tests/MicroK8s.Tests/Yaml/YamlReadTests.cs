using MicroK8s.Errors;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Yaml;

/// <summary>What a text means, and where in it a mistake is.</summary>
public sealed class YamlReadTests
{
    private static readonly IYaml Yaml = Adapter.Backend().Yaml;

    [Theory]
    [InlineData("web", "\"web\"")]
    [InlineData("true", "true")]
    [InlineData("yes", "true")]
    [InlineData("Off", "false")]
    [InlineData("n", "false")]
    [InlineData("null", "null")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("8080", "8080")]
    [InlineData("-1", "-1")]
    [InlineData("0644", "420")]
    [InlineData("0o644", "420")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("08", "8")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    [InlineData("1.5", "1.5")]
    [InlineData("1.0", "1")]
    [InlineData("1e3", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("1e999", "\"1e999\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("2026-01-02", "\"2026-01-02\"")]
    [InlineData("250m", "\"250m\"")]
    [InlineData("1.20.2", "\"1.20.2\"")]
    [InlineData("'8080'", "\"8080\"")]
    [InlineData("\"no\"", "\"no\"")]
    [InlineData("!!str 1.0", "\"1.0\"")]
    [InlineData("!!float 3", "3")]
    [InlineData("|\n  one\n  two\n", "\"one\\ntwo\\n\"")]
    [InlineData(">-\n  one\n  two\n", "\"one two\"")]
    public void A_scalar_means_what_it_means_to_kubectl(string written, string json) =>
        Assert.Equal($$"""{"value":{{json}}}""", Json($"value: {written}"));

    [Theory]
    [InlineData("a: 1\nb: x\0y\n", "x.yaml, line 2, column 5: the control character U+0000 stands here.")]
    [InlineData("a: \u001b[31m", "x.yaml, line 1, column 4: the control character U+001B stands here.")]
    public void Control_characters_are_refused_as_kubectl_does(string text, string said) =>
        Assert.Equal(said, Assert.Throws<ClusterException>(() => Yaml.Read(text, "x.yaml")).Message);

    [Fact]
    public void What_stands_in_the_text_is_kept_for_all_that_is_no_text()
    {
        YamlDocument document = Read("a: &x [yes, 1.10, text, ~]\nb/c: { <<: { d: 0x1F } }\ne: *x\nf: !!int 010\ng: '7'\n");
        Assert.Equal(
            [
                ("/a/0", "yes"), ("/a/1", "1.10"), ("/b~1c/d", "0x1F"), ("/e/0", "yes"), ("/e/1", "1.10"),
                ("/f", "010"),
            ],
            document.Written.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void A_stream_has_several_documents_and_empty_ones_are_left_out()
    {
        IReadOnlyList<YamlDocument> documents = Yaml.Read("---\n# nothing\n---\na: 1\n...\n---\nb: 2\n---\n", "x.yaml");
        Assert.Equal(["""{"a":1}""", """{"b":2}"""], documents.Select(document => document.Root.ToJsonString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("\uFEFF")]
    public void A_text_without_content_has_no_document(string text) => Assert.Empty(Yaml.Read(text, "x.yaml"));

    [Theory]
    [InlineData("{\n\t\"a\": [1, 2],\n\t\"b\": {}\n}", """{"a":[1,2],"b":{}}""")]
    [InlineData("""{"a":"\ud83d\ude00\/\u00e4"}""", "{\"a\":\"\\uD83D\\uDE00/\\u00E4\"}")]
    public void JSON_is_YAML(string text, string json) => Assert.Equal(json, Json(text));

    [Fact]
    public void A_byte_order_mark_and_carriage_returns_do_no_harm() =>
        Assert.Equal("""{"a":"x","b":"1\n2\n"}""", Json("\uFEFFa: x\r\nb: |\r\n  1\r\n  2\r\n"));

    [Fact]
    public void Own_keys_win_over_merged_ones_and_the_first_merged_over_the_next() => Assert.Equal(
        """{"one":{"a":1},"two":{"a":2,"b":2},"all":{"c":3,"a":1,"b":2}}""",
        Json("one: &one {a: 1}\ntwo: &two {a: 2, b: 2}\nall:\n  <<: [*one, *two]\n  c: 3\n"));

    [Fact]
    public void An_alias_is_written_out()
    {
        YamlDocument document = Read("a: &x\n  b: [1]\nc: *x\n");
        Assert.Equal("""{"a":{"b":[1]},"c":{"b":[1]}}""", document.Root.ToJsonString());
        Assert.Equal("x.yaml, line 3, column 1", document.Where("/c"));
        Assert.Equal("x.yaml, line 2, column 7", document.Where("/c/b/0"));
    }

    [Fact]
    public void Every_key_and_item_has_its_place()
    {
        YamlDocument document = Read("\nports:\n- name: http\n  a/b~c: 1\n");
        Assert.Equal("x.yaml, line 2, column 1", document.Where(""));
        Assert.Equal("x.yaml, line 3, column 3", document.Where("/ports/0"));
        Assert.Equal("x.yaml, line 4, column 3", document.Where("/ports/0/a~1b~0c"));
        Assert.Equal("x.yaml, line 3, column 3", document.Where("/ports/0/name/unknown"));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "the key 'a' stands here for the second time")]
    [InlineData("a: {b: 1, \"b\": 2}\n", 1, 11, "second time")]
    [InlineData("a:\n  b: 1\n\tc: 2\n", 3, 1, "tab")]
    [InlineData("a: [1\n", 2, 1, "']'")]
    [InlineData("a: b: c\n", 1, 5, "mapping")]
    [InlineData("a: \"x\n", 1, 4, "end of stream")]
    [InlineData("a: *x\n", 1, 4, "*x refers to an anchor")]
    [InlineData("a: &x [*x]\n", 1, 8, "*x refers to an anchor")]
    [InlineData("a: !secret x\n", 1, 4, "JSON has nothing for the tag !secret")]
    [InlineData("a: !!binary aGk=\n", 1, 4, "JSON has nothing for the tag")]
    [InlineData("a: !!int x\n", 1, 4, "'x' is no !!int")]
    [InlineData("a: .inf\n", 1, 4, "JSON has no number .inf")]
    [InlineData("data:\n  on: x\n", 2, 3, "the key on would be read as 'true'")]
    [InlineData("1.10: x\n", 1, 1, "would be read as '1.1'")]
    [InlineData("[a]: x\n", 1, 1, "a key must be a text")]
    [InlineData("a:\n  <<: 1\n", 2, 7, "<< can only merge mappings")]
    public void A_mistake_is_told_with_line_and_column(string text, int line, int column, string rule)
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => Yaml.Read(text, "x.yaml"));
        Assert.Equal(ClusterFault.InvalidSpec, fault.Fault);
        Assert.StartsWith($"x.yaml, line {line}, column {column}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_and_quoted_texts_may_be_keys() =>
        Assert.Equal("""{"8080":"a","on":"b"}""", Json("8080: a\n\"on\": b\n"));

    [Theory]
    [InlineData("[*l{0}, *l{0}, *l{0}, *l{0}, *l{0}, *l{0}, *l{0}, *l{0}]")]
    [InlineData("{<<: [*l{0}, *l{0}, *l{0}, *l{0}, *l{0}, *l{0}, *l{0}, *l{0}]}")]
    public void Aliases_of_aliases_cannot_fill_the_memory(string level)
    {
        string bomb = "l0: &l0 {a: 1}\n" + string.Concat(Enumerable.Range(0, 30).Select(i =>
            $"l{i + 1}: &l{i + 1} {level.Replace("{0}", $"{i}", StringComparison.Ordinal)}\n"));
        ClusterException fault = Assert.Throws<ClusterException>(() => Read(bomb));
        Assert.Contains("aliases make more than", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_nesting_is_refused_before_the_stack_ends()
    {
        string deep = new string('[', 100_000);
        Assert.Contains("nested", Assert.Throws<ClusterException>(() => Read(deep)).Message, StringComparison.Ordinal);
        IEnumerable<string> levels = Enumerable.Range(0, 5000).Select(i => $"l{i + 1}: &l{i + 1} [*l{i}]\n");
        string chain = "l0: &l0 1\n" + string.Concat(levels);
        Assert.Contains("levels", Assert.Throws<ClusterException>(() => Read(chain)).Message, StringComparison.Ordinal);
    }

    private static YamlDocument Read(string text) => Yaml.Read(text, "x.yaml").Single();

    private static string Json(string text) => Read(text).Root.ToJsonString();
}
