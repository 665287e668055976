using MicroK8s.Errors;

namespace MicroK8s.Tests.Errors;

public sealed class UntrustedTextTests
{
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
    [InlineData("##vso[task.setvariable variable=x]y", "# #vso[task.setvariable variable=x]y")]
    [InlineData("before ##VSO[task.complete]", "before # #VSO[task.complete]")]
    [InlineData("##[error]x", "# #[error]x")]
    [InlineData("#\u001b[0m#vso[x]", "# #vso[x]")]
    [InlineData("#\u0007#[group]", "# #[group]")]
    [InlineData("###vso[x]", "## #vso[x]")]
    [InlineData("## heading", "## heading")]
    [InlineData(null, "")]
    public void Text_is_made_one_harmless_line(string? text, string expected) =>
        Assert.Equal(expected, UntrustedText.Clean(text));

    [Fact]
    public void A_line_without_end_is_cut() => Assert.Equal(501, UntrustedText.Clean(new string('x', 10_000)).Length);
}
