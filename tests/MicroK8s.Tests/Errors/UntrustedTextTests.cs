using System.Globalization;
using System.Text;
using MicroK8s.Errors;

namespace MicroK8s.Tests.Errors;

public sealed class UntrustedTextTests
{
    private const int Texts = 20_000;

    [Theory]
    [InlineData("plain text, with ümlauts", "plain text, with ümlauts")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u001b]0;window title\u0007after", "after")]
    [InlineData("\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u001bcreset", "reset")]
    [InlineData("bell\u0007 back\b\u0000", "bell back")]
    [InlineData("one\r\n  two\tthree", "one two three")]
    [InlineData("right\u202eto left", "rightto left")]
    [InlineData("soft\u00adhyphen, zero\u200bwidth, mark\ufeff", "softhyphen, zerowidth, mark")]
    [InlineData("tag\U000E0041\U000E007F", "tag")]
    [InlineData("pair 😀", "pair 😀")]
    [InlineData("##vso[task.setvariable variable=x]y", "# #vso[task.setvariable variable=x]y")]
    [InlineData("before ##VSO[task.complete]", "before # #VSO[task.complete]")]
    [InlineData("##[error]x", "# #[error]x")]
    [InlineData("#\u001b[0m#vso[x]", "# #vso[x]")]
    [InlineData("#\u0007#[group]", "# #[group]")]
    [InlineData("#\u200b#v\u202es\u00ado[x]", "# #vso[x]")]
    [InlineData("#\u034f#vso[x]", "# \u034f#vso[x]")]
    [InlineData("###vso[x]", "## #vso[x]")]
    [InlineData("## heading", "## heading")]
    [InlineData(null, "")]
    public void Text_is_made_one_harmless_line(string? text, string expected)
    {
        Assert.Equal(expected, UntrustedText.Quote(text));
        Assert.Equal(expected, UntrustedText.CleanLine(text));
    }

    [Theory]
    [InlineData("one\ntwo\r\nthree", "one\ntwo\nthree")]
    [InlineData("over\rwritten", "over written")]
    [InlineData("a\tb\u2028c\n##vso[x]", "a b c\n# #vso[x]")]
    public void Lines_stay_where_they_are_kept(string text, string expected) =>
        Assert.Equal(expected, UntrustedText.Clean(text));

    // Not as data of the theory above, whose texts go through UTF-8.
    [Fact]
    public void Half_a_pair_is_replaced() => Assert.Equal("half \ufffd pair", UntrustedText.CleanLine("half \ud83d pair"));

    [Fact]
    public void A_quote_without_end_is_cut_but_not_in_a_pair()
    {
        Assert.Equal(501, UntrustedText.Quote(new string('x', 10_000)).Length);
        string cut = UntrustedText.Quote(new string('x', 499) + "😀😀");
        Assert.Equal(new string('x', 499) + "…", cut);
        Assert.Equal(10_000, UntrustedText.CleanLine(new string('x', 10_000)).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop/web:v1.2")]
    [InlineData("C# and ## a heading")]
    [InlineData("größer 😀 ⚠\ufe0f")]
    public void What_is_clean_is_the_same_instance(string text)
    {
        string own = new(text);
        Assert.Same(own, UntrustedText.CleanLine(own));
        Assert.Same(own, UntrustedText.Clean(own));
        Assert.Same(own, UntrustedText.WithoutAgentCommands(own));
    }

    [Fact]
    public void No_character_of_the_classes_is_left_of_all_of_Unicode()
    {
        for (int code = 0; code <= 0x10FFFF; code++)
        {
            string text = code is >= 0xD800 and <= 0xDFFF ? $"a{(char)code}b" : $"a{char.ConvertFromUtf32(code)}b";
            string clean = UntrustedText.CleanLine(text);
            Assert.True(HostileText.Find(clean) is null, $"U+{code:X4}");
            UnicodeCategory category = code is >= 0xD800 and <= 0xDFFF
                ? UnicodeCategory.Surrogate : Rune.GetUnicodeCategory(new Rune(code));
            bool isHidden = category is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            Assert.True(isHidden != ReferenceEquals(text, clean), $"U+{code:X4}");
        }
    }

    [Fact]
    public void Nothing_hostile_survives_any_mixture_and_cleaning_twice_is_cleaning_once()
    {
        var random = new Random(20_261_125);
        for (int i = 0; i < Texts; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 14))
                .Select(_ => HostileText.Pieces[random.Next(HostileText.Pieces.Count)]));
            string line = UntrustedText.CleanLine(text);
            string lines = UntrustedText.Clean(text);
            string data = UntrustedText.WithoutAgentCommands(text);
            Assert.True(HostileText.Find(line) is null, $"{Escape(text)} → {Escape(line)}");
            Assert.True(HostileText.Find(lines, keepsLines: true) is null, $"{Escape(text)} → {Escape(lines)}");
            Assert.True(data.Split('\n', '\r').All(one => HostileText.AgentCommandIn(one) is null),
                $"{Escape(text)} → {Escape(data)}");
            Assert.Same(line, UntrustedText.CleanLine(line));
            Assert.Same(lines, UntrustedText.Clean(lines));
            Assert.Same(data, UntrustedText.WithoutAgentCommands(data));
            Assert.Equal(UntrustedText.HasAgentCommand(text), !ReferenceEquals(text, data));
        }
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(sign => sign is >= ' ' and <= '~' ? $"{sign}" : $"\\u{(int)sign:x4}"));
}
