using System.Text;
using MicroK8s.Connection;
using MicroK8s.Logs;

namespace MicroK8s.Tests.Logs;

public sealed class LogLineReaderTests
{
    private const string Stamp = "2026-11-23T15:02:51.785123456Z";

    [Theory]
    [InlineData("", new string[0])]
    [InlineData($"{Stamp} one\n", new[] { "one" })]
    [InlineData($"{Stamp} one\r\n{Stamp} \n{Stamp} no end", new[] { "one", "", "no end" })]
    [InlineData($"{Stamp}   indented\tand tabbed \n", new[] { "  indented\tand tabbed " })]
    [InlineData("no stamp at all\n", new[] { "no stamp at all" })]
    public async Task Lines_are_cut_at_LF_and_CRLF_and_at_the_end(string log, string[] wanted) =>
        Assert.Equal(wanted, (await ReadAsync(Encoding.UTF8.GetBytes(log))).Select(line => line.Text));

    [Theory]
    [InlineData(Stamp, 7851235)]
    [InlineData("2026-11-23T17:02:51.7851234+02:00", 7851234)]
    [InlineData("2026-11-23T15:02:51Z", 0)]
    public async Task Times_are_UTC_and_exact_to_100_ns(string stamp, int ticks)
    {
        ContainerLine line = Assert.Single(await ReadAsync(Encoding.UTF8.GetBytes($"{stamp} x\n")));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 15, 2, 51, TimeSpan.Zero).AddTicks(ticks), line.Time);
        Assert.Equal(TimeSpan.Zero, line.Time.Offset);
    }

    [Fact]
    public async Task What_has_no_timestamp_is_told_apart_from_the_containers_lines() => Assert.Equal(
        [true, false],
        (await ReadAsync(Encoding.UTF8.GetBytes($"{Stamp} one\nrpc error: code = NotFound"))).Select(line => line.Time != default));

    [Fact]
    public async Task Bytes_that_are_no_UTF8_do_not_break_the_line()
    {
        byte[] log = [.. Encoding.UTF8.GetBytes($"{Stamp} a"), 0xff, .. "b€\n"u8];
        Assert.Equal("a\ufffdb€", Assert.Single(await ReadAsync(log)).Text);
    }

    [Fact]
    public async Task Stamps_that_an_old_kubelet_puts_inside_a_long_line_are_taken_out()
    {
        string piece = new('x', 16 * 1024);
        string log = $"{Stamp} {piece}{Stamp} {piece}{Stamp} rest\n{Stamp} next\n";
        Assert.Equal([piece + piece + "rest", "next"], (await ReadAsync(Encoding.UTF8.GetBytes(log))).Select(line => line.Text));

        // A newer kubelet puts none there; what looks like one elsewhere is the pod's own.
        log = $"{Stamp} {piece}{piece} {Stamp} rest\n";
        Assert.Equal($"{piece}{piece} {Stamp} rest", Assert.Single(await ReadAsync(Encoding.UTF8.GetBytes(log))).Text);
    }

    [Fact]
    public async Task A_line_without_end_comes_in_pieces_of_a_mebibyte_cut_between_characters()
    {
        string endless = new('€', 1_000_000);
        IReadOnlyList<ContainerLine> lines = await ReadAsync(Encoding.UTF8.GetBytes($"{Stamp} {endless}\n{Stamp} next\n"));
        Assert.Equal([.. lines.SkipLast(1).Select(line => line.Time).Distinct()], [lines[0].Time]);
        Assert.Equal(endless, string.Concat(lines.SkipLast(1).Select(line => line.Text)));
        Assert.All(lines, line => Assert.InRange(line.Text.Length, 1, 1024 * 1024));
        Assert.Equal("next", lines[^1].Text);
    }

    [Theory]
    [InlineData("xyz")]
    [InlineData("€")]
    public async Task Pieces_of_a_line_hold_no_stamp_that_an_old_kubelet_put_there(string pattern)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(pattern, 1_000_000)));
        IEnumerable<byte> stored = text.Chunk(16 * 1024).SelectMany(piece => (byte[])[.. Encoding.UTF8.GetBytes($"{Stamp} "), .. piece]);
        IReadOnlyList<ContainerLine> lines = await ReadAsync([.. stored, .. Encoding.UTF8.GetBytes($"\n{Stamp} next\n")]);
        Assert.Equal(Encoding.UTF8.GetString(text), string.Concat(lines.SkipLast(1).Select(line => line.Text)));
        Assert.Single(lines.SkipLast(1).Select(line => line.Time).Distinct());
        Assert.True(lines.Count > 3);
        Assert.Equal("next", lines[^1].Text);
    }

    private static async Task<IReadOnlyList<ContainerLine>> ReadAsync(byte[] log)
    {
        using var body = new DribblingStream(log);
        var reader = new LogLineReader(body);
        var lines = new List<ContainerLine>();
        while (await reader.ReadAsync(CancellationToken.None) is { } line) lines.Add(line);
        return lines;
    }

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class DribblingStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1000)], cancellationToken);
    }
}
