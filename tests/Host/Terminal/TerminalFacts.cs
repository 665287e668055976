namespace MicroK8s.Host.Terminal;

/// <summary>What stands at the three ends of this process, found once at its start.</summary>
internal sealed record TerminalFacts(bool Input, bool Output, bool Error, bool Colour, bool CursorMoves)
{
    private const int FallbackWidth = 120;
    private const int FallbackHeight = 50;

    /// <summary>In columns; text that goes to a file or a pipe is laid out for a fixed width.</summary>
    public int Width => Output ? OrElse(Console.WindowWidth, FallbackWidth) : FallbackWidth;

    public int Height => Output ? OrElse(Console.WindowHeight, FallbackHeight) : FallbackHeight;

    public static TerminalFacts Read()
    {
        bool moves = Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb"
            || OperatingSystem.IsWindows();
        return new TerminalFacts(
            !Console.IsInputRedirected,
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected,
            moves && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            moves);
    }

    private static int OrElse(int size, int fallback) => size > 0 ? size : fallback;
}
