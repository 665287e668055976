using CsCheck;

namespace MicroK8s.Fuzz;

/// <summary>Changes bytes, tokens and lines of seeds, without any idea of what they mean.</summary>
internal static class Mutator
{
    /// <summary>Longer inputs find nothing that shorter ones do not, and cost more.</summary>
    private const int Longest = 64 * 1024;

    private static readonly Gen<byte[]> Token = Gen.OneOf<byte[]>([.. NastyTokens.All]);

    private static readonly Gen<Func<byte[], byte[]>> Edit = Gen.Frequency(
        (4, Gen.Select(Place, Token, Func<byte[], byte[]> (at, token) => text => Splice(text, at, 0, token))),
        (3, Gen.Select(Place, Gen.Int[1, 12], Token, Func<byte[], byte[]> (at, length, token) =>
            text => Splice(text, at, length, token))),
        (2, Gen.Select(Place, Gen.Byte, Func<byte[], byte[]> (at, value) => text => Splice(text, at, 1, [value]))),
        (2, Gen.Select(Place, Gen.Int[1, 60], Func<byte[], byte[]> (at, length) => text => Splice(text, at, length, []))),
        (2, Gen.Select(Place, Place, Gen.Int[1, 200], Func<byte[], byte[]> (from, to, length) =>
            text => Splice(text, to, 0, Part(text, from, length)))),
        (1, Gen.Select(Place, Func<byte[], byte[]> (at) => text => text[..Index(text.Length, at)])),
        (2, Gen.Select(Place, Func<byte[], byte[]> (at) => text => WithoutLine(text, at))),
        (2, Gen.Select(Place, Place, Gen.Int[1, 30], Func<byte[], byte[]> (from, to, times) =>
            text => WithLineAgain(text, from, to, times))),
        (1, Gen.Select(Place, Gen.Int[1, 9], Func<byte[], byte[]> (at, spaces) => text => Indented(text, at, spaces))));

    private static Gen<double> Place => Gen.Double.Unit;

    /// <summary>Seeds with one to eight changes.</summary>
    public static Gen<byte[]> Of(Gen<byte[]> seeds) => Gen.Select(seeds, Edit.Array[1, 8], (seed, edits) =>
        edits.Aggregate(seed, (text, edit) => edit(text) is { Length: <= Longest } changed ? changed : text));

    private static int Index(int length, double place) => (int)(place * (length + 1));

    private static byte[] Part(byte[] text, double place, int length)
    {
        int start = Index(text.Length, place);
        return text[start..Math.Min(text.Length, start + length)];
    }

    private static byte[] Splice(byte[] text, double place, int length, byte[] by)
    {
        int start = Index(text.Length, place);
        int end = Math.Min(text.Length, start + length);
        return [.. text.AsSpan(0, start), .. by, .. text.AsSpan(end)];
    }

    private static (int Start, int End) Line(byte[] text, double place)
    {
        int at = Math.Min(Index(text.Length, place), text.Length);
        int start = at == 0 ? 0 : Array.LastIndexOf(text, (byte)'\n', at - 1) + 1;
        int end = Array.IndexOf(text, (byte)'\n', start);
        return (start, end < 0 ? text.Length : end + 1);
    }

    private static byte[] WithoutLine(byte[] text, double place)
    {
        (int start, int end) = Line(text, place);
        return [.. text.AsSpan(0, start), .. text.AsSpan(end)];
    }

    private static byte[] WithLineAgain(byte[] text, double from, double to, int times)
    {
        (int start, int end) = Line(text, from);
        int target = Line(text, to).Start;
        byte[] again = [.. Enumerable.Repeat(text[start..end], times).SelectMany(line => line)];
        return [.. text.AsSpan(0, target), .. again, .. text.AsSpan(target)];
    }

    private static byte[] Indented(byte[] text, double place, int spaces)
    {
        int start = Line(text, place).Start;
        return [.. text.AsSpan(0, start), .. Enumerable.Repeat((byte)' ', spaces), .. text.AsSpan(start)];
    }
}
