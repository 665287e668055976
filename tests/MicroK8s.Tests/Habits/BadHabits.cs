using System.IO.Compression;
using System.Text;

namespace MicroK8s.Tests.Habits;

/// <summary>All that a server may do instead of answering.</summary>
internal static class BadHabits
{
    /// <summary>Larger than what is read of one answer, by far.</summary>
    private const int Unfolded = 640 * 1024 * 1024;

    private static readonly string[] NoAnswer = ["Unreachable"];
    private static readonly string[] NoKubernetes = ["NotKubernetes"];
    private static readonly string[] TooLarge = ["AnswerTooLarge"];
    private static readonly Lazy<byte[]> Bomb = new(MakeBomb);

    /// <summary>What the transport makes the same of, so that a cmdlet cannot tell; any other is like no other.</summary>
    private static readonly string[][] Classes =
    [
        ["silence", "half a body", "a byte a second"],
        ["429 for an hour", "503 for ever"],
        ["reset at once", "reset within"],
        ["302", "303", "307"],
        ["html", "other json", "cut json", "false gzip"],
        ["gzip bomb", "10,000 levels", "endless headers"],
        ["endless pages", "the same page"],
    ];

    public static IReadOnlyList<Habit> All { get; } =
    [
        new("silence", NoAnswer, (_, stream, stop) => HangAsync(stream, stop)),
        new("half a body", NoAnswer, async (_, stream, stop) =>
        {
            await HeadAsync(stream, "200 OK", "Content-Length: 5000", stop);
            await TextAsync(stream, """{"kind":"List","items":[{"metadata":{"na""", stop);
            await HangAsync(stream, stop);
        }),
        new("a byte a second", NoAnswer, async (_, stream, stop) =>
        {
            await HeadAsync(stream, "200 OK", "Content-Length: 5000", stop);
            while (true)
            {
                await TextAsync(stream, " ", stop);
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }),
        new("429 for an hour", NoAnswer, (_, stream, stop) => WholeAsync(
            stream, "429 Too Many Requests", """{"kind":"Status","message":"busy"}""", stop, "Retry-After: 3600\r\n")),
        new("503 for ever", NoAnswer, (_, stream, stop) =>
            WholeAsync(stream, "503 Service Unavailable", "no upstream", stop)),
        new("reset at once", NoAnswer, (_, stream, _) => RawServer.ResetAsync(stream)),
        new("reset within", NoAnswer, async (_, stream, stop) =>
        {
            await HeadAsync(stream, "200 OK", "Content-Length: 5000", stop);
            await TextAsync(stream, """{"kind":"List","items":[""", stop);
            await RawServer.ResetAsync(stream);
        }),
        Redirect(302),
        Redirect(303),
        Redirect(307),
        new("html", NoKubernetes, (_, stream, stop) =>
            WholeAsync(stream, "200 OK", "<html><body>Sign in</body></html>\n", stop)),
        new("other json", NoKubernetes, (_, stream, stop) =>
            WholeAsync(stream, "200 OK", """{"hello":"world"}""" + "\n", stop)),
        new("cut json", NoKubernetes, (_, stream, stop) =>
            WholeAsync(stream, "200 OK", """{"kind":"List","items":[{"metadata":{"name":"w""", stop)),
        new("false gzip", NoKubernetes, (_, stream, stop) =>
            WholeAsync(stream, "200 OK", "this is no gzip\n", stop, "Content-Encoding: gzip\r\n")),
        new("gzip bomb", TooLarge, async (_, stream, stop) =>
        {
            await HeadAsync(
                stream, "200 OK", $"Content-Encoding: gzip\r\nContent-Length: {Bomb.Value.Length}", stop);
            await stream.WriteAsync(Bomb.Value, stop);
            await HangAsync(stream, stop);
        })
        { IsHeavy = true },
        new("10,000 levels", TooLarge, (_, stream, stop) => WholeAsync(
            stream, "200 OK", string.Concat(Enumerable.Repeat("""{"items":[""", 5000)), stop)),
        new("endless headers", NoAnswer, async (_, stream, stop) =>
        {
            await TextAsync(stream, "HTTP/1.1 200 OK\r\n", stop);
            while (true) await TextAsync(stream, $"X-{Guid.NewGuid():N}: {new string('x', 1000)}\r\n", stop);
        }),
        new("endless pages", [.. TooLarge, .. NoAnswer], (_, stream, stop) => WholeAsync(
            stream, "200 OK", $$$"""{"metadata":{"continue":"{{{Guid.NewGuid()}}}"},"items":[]}""", stop))
        { Only = HabitStage.List, IsLong = true },
        new("the same page", TooLarge, (_, stream, stop) =>
            WholeAsync(stream, "200 OK", """{"metadata":{"continue":"again"},"items":[]}""", stop))
        { Only = HabitStage.List },
        new("endless garbage", NoKubernetes, async (_, stream, stop) =>
        {
            await HeadAsync(stream, "200 OK", "X-Stream: 1", stop);
            while (true) await TextAsync(stream, "not a line of a watch\n", stop);
        })
        { Only = HabitStage.Stream },
        new("endless events", [], async (request, stream, stop) =>
        {
            await HeadAsync(stream, "200 OK", "X-Stream: 1", stop);
            string kind = request.Path.Split('/')[^1];
            string events = string.Concat(Enumerable.Range(0, 50).Select(number =>
                """{"type":"MODIFIED","object":{"kind":"Other","metadata":{"namespace":"shop",""" + $"""
                "name":"{kind}-{number}","uid":"{kind}-{number}","resourceVersion":"{number}"
                """ + "}}}\n"));
            while (true) await TextAsync(stream, events, stop);
        })
        { Only = HabitStage.Stream },
        new("endless line", TooLarge, async (_, stream, stop) =>
        {
            await HeadAsync(stream, "200 OK", "X-Stream: 1", stop);
            string piece = new('x', 64 * 1024);
            while (true) await TextAsync(stream, piece, stop);
        })
        { Only = HabitStage.Stream },
    ];

    /// <summary>One habit of each class; another one at each turn.</summary>
    public static IEnumerable<Habit> OfEachClass(IEnumerable<Habit> habits, int turn) =>
        habits.GroupBy(habit => Array.Find(Classes, names => names.Contains(habit.Name))?[0] ?? habit.Name)
            .Select(alike => alike.ElementAt(turn % alike.Count()));

    /// <summary>Gives nothing more, until the client lets go.</summary>
    public static async Task HangAsync(Stream stream, CancellationToken stop)
    {
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop) > 0)
        {
        }
    }

    private static Habit Redirect(int status) => new($"{status}", NoKubernetes, (_, stream, stop) =>
        WholeAsync(stream, $"{status} Elsewhere", "", stop, $"Location: {HabitServer.Elsewhere}\r\n"));

    private static Task WholeAsync(
        Stream stream, string status, string body, CancellationToken stop, string headers = "") => TextAsync(
            stream,
            $"HTTP/1.1 {status}\r\n{headers}Content-Type: application/json\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}", stop);

    private static Task HeadAsync(Stream stream, string status, string headers, CancellationToken stop) => TextAsync(
        stream, $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}\r\nConnection: close\r\n\r\n", stop);

    private static async Task TextAsync(Stream stream, string text, CancellationToken stop) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);

    private static byte[] MakeBomb()
    {
        using var folded = new MemoryStream();
        using (var gzip = new GZipStream(folded, CompressionLevel.Fastest))
        {
            var spaces = new byte[1024 * 1024];
            Array.Fill(spaces, (byte)' ');
            for (int i = 0; i < Unfolded / spaces.Length; i++) gzip.Write(spaces);
        }

        return folded.ToArray();
    }
}
