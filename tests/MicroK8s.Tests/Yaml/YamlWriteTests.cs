using System.Text.Json.Nodes;
using MicroK8s.Tests.Errors;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Yaml;

/// <summary>YAML as people would have written it, read back as the same.</summary>
public sealed class YamlWriteTests
{
    private static readonly IYaml Yaml = Adapter.Backend().Yaml;

    private static readonly string[] Awkward =
    [
        "", " ", "no", "NO", "y", "on", "null", "~", "true", "1", "1.0", "-1", "+1", "0x1F", "0644", "08",
        "1_000", "1e3", ".5", ".inf", ".nan", "12:30:45", "2026-01-02", "2026-01-02T03:04:05Z",
        "2026-01-02 \"x\"", "=", "<<", "-", "--", "---", "--- x", "...", "- a", "-c", "?", "? a", ": a", ":a",
        "a:", "a: b", "a:b", "a #b", "a#b", "#a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "'", "''",
        "it's", "\"", "\"a\"", "\\", "a\\b", "[a]", "{a}", ",a", "a,b", " a", "a ", "\ta", "a\t", "a\tb", "\n",
        "\n\n", "a\n", "a\n\n\n", "a\nb", "a\nb\n", "\na", " a\nb", "a\n b", "a \nb", "a\n\tb", "a\n\nb\n",
        "#!/bin/sh\nexit 1\n", "a\r\nb", "\r", "\0", "\u0007", "\u001b[2J", "\u0085", "\u00a0", "a\u2028b",
        "\uFEFF", "\uFEFFa", "ä", "日本", "😀", "a😀\tb", "\u200e", "$(A)", "${A}", "http://a:80/b?c=d#e",
        "a".PadRight(5000, 'b'), "{{ .Values.x }}", "*", "a\nb: c\n# d\n- e\n",
        HostileText.Sample, "##vso[task.complete]", "a\n##[error]x\n", "#\u034f#vso[x]", "a\U000E0041b", "\u00ad",
    ];

    public static TheoryData<string> AwkwardTexts => new(Awkward);

    [Theory]
    [MemberData(nameof(AwkwardTexts))]
    public void A_text_comes_back_as_it_was(string text)
    {
        var document = new JsonObject
        {
            ["value"] = text,
            ["list"] = new JsonArray(text, new JsonObject { ["in"] = text, ["next"] = 1 }, new JsonArray(text, text)),
            ["key"] = new JsonObject { [text] = text },
        };
        AssertSame(document);
    }

    [Theory]
    [MemberData(nameof(AwkwardTexts))]
    public void No_text_steers_who_looks_at_it(string text)
    {
        string yaml = Yaml.Write(new JsonObject { ["value"] = text, [text] = new JsonArray(text) });
        Assert.Null(HostileText.Find(yaml.Replace('\t', ' '), keepsLines: true));
    }

    [Fact]
    public void Random_trees_come_back_as_they_were()
    {
        var random = new Random(20260102);
        for (int i = 0; i < 300; i++)
        {
            AssertSame(new JsonObject { ["root"] = Tree(random, 5), ["next"] = Tree(random, 3) });
        }
    }

    [Fact]
    public void It_is_written_as_kubectl_writes_it()
    {
        JsonObject document = JsonNode.Parse("""
            {"apiVersion":"v1","kind":"ConfigMap",
             "metadata":{"name":"a","labels":{"version":"1.0","on":"no","x/y":"z"}},
             "empty":{},"none":[],"nothing":null,"flag":true,"count":3,"half":0.5,
             "data":{"run.sh":"#!/bin/sh\nexit 1\n","text":"a\nb","quote":"a: b","tab":"a\tb"},
             "items":[{"name":"x","ports":[{"port":80},[1,2]]},"y",[]]}
            """)!.AsObject();
        Assert.Equal(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: a
              labels:
                version: "1.0"
                "on": "no"
                x/y: z
            empty: {}
            none: []
            nothing: null
            flag: true
            count: 3
            half: 0.5
            data:
              run.sh: |
                #!/bin/sh
                exit 1
              text: |-
                a
                b
              quote: 'a: b'
              tab: "a\tb"
            items:
            - name: x
              ports:
              - port: 80
              - - 1
                - 2
            - "y"
            - []

            """,
            Yaml.Write(document));
    }

    [Fact]
    public void An_empty_document_is_one() => AssertSame([]);

    private static void AssertSame(JsonObject document)
    {
        string written = Yaml.Write(document);
        Assert.EndsWith("\n", written, StringComparison.Ordinal);
        YamlDocument read = Assert.Single(Yaml.Read(written, "x.yaml"));
        Assert.Equal(document.ToJsonString(), read.Root.ToJsonString());
        Assert.Equal(written, Yaml.Write(read.Root.AsObject()));
    }

    private static JsonNode? Tree(Random random, int depth)
    {
        int choice = random.Next(depth > 0 ? 7 : 5);
        string text = Text(random) + (random.Next(3) == 0 ? Text(random) : "");
        if (choice < 5)
        {
            return choice switch { 0 => null, 1 => random.Next(2) == 0, 2 => random.Next(-9, 9000), _ => text };
        }

        JsonNode?[] children = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Tree(random, depth - 1))];
        if (choice == 5) return new JsonArray(children);
        var mapping = new JsonObject();
        foreach (JsonNode? child in children) mapping[Text(random)] = child;
        return mapping;
    }

    private static string Text(Random random) => Awkward[random.Next(Awkward.Length)];
}
