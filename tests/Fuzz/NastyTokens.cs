using System.Text;

namespace MicroK8s.Fuzz;

/// <summary>What parsers stumble over.</summary>
internal static class NastyTokens
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. Texts().Select(Encoding.UTF8.GetBytes),
        [0xff], [0xfe, 0xff], [0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80],
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], [0x80, 3, 0, 1, 0, 0, 0, 0], [0x80, 3, 0, 3, 0, 0, 0, 2, 0, 0],
        [0x80, 3, 0, 6, 0, 0, 0, 0], [0x80, 3, 0, 2, 1, 0, 0, 1, 9], [0, 0, 0, 1, 1, 0xff, 0xff, 0xff], [0, 0, 0, 0],
    ];

    private static IEnumerable<string> Texts() =>
    [
        "&a ", "*a", "*a *a", "&a [*a]", "<<: *a\n", "<<: [*a, *a]\n", "? ", "!!binary ", "!!float ", "!!set ", "!x ",
        "!<tag:x> ", "%YAML 1.1\n", "%TAG ! x\n", "---\n", "...\n", "--- ", "|\n", ">\n", "|+9\n", ">-0\n", "|2-\n",
        "# ", ": ", "- ", "-", ":", ",", "[", "]", "{", "}", "{}", "[]", "''", "\"\"", "'", "\"", "\\", "@", "`", "%",
        "null", "~", "true", "yes", "on", "0", "-0", "-1", "0x", "0o8", "0b2", "08", "1_", "1e999", "-1e999", ".inf",
        ".nan", "1e-400", "0.1e1", "2147483648", "9223372036854775808", "99999999999999999999", "1:20", "2026-01-02",
        "9999-12-31T23:59:59.9999999Z", "0000-00-00T00:00:00Z", "0001-01-01T00:00:00+14:00", "P1D", "1Gi", "1e3k",
        "\0", "\r", "\r\n", "\n", "\n\n", "\t", "\u0085", "\u2028", "\u00a0", "\ufeff", "\u001b[31m", "##vso[x]", "\u202e",
        "\\u0000", "\\ud800", "\\udc00\\ud800", "\\x00", "\\U0010ffff", "\\UFFFFFFFF", "\\N", "\\/", "🦀", "e\u0301",
        "\"a\":1,\"a\":2", "\"\":\"\"", "\"__proto__\":{}", "//", "/*", "NaN", "Infinity", "../..", "%2e", "$ref",
        new string('[', 40), new string('[', 3000), new string('{', 80), string.Concat(Enumerable.Repeat("{\"a\":", 70)),
        string.Concat(Enumerable.Repeat("- ", 400)), new string('a', 2000), new string('9', 400), new string(' ', 300),
        new string('\n', 200), new string('"', 50), "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
    ];
}
