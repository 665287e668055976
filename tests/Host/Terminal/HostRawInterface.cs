using System.Management.Automation.Host;

namespace MicroK8s.Host.Terminal;

/// <summary>Sizes, keys and the cursor. The screen cannot be read back, as on any Unix terminal.</summary>
internal sealed class HostRawInterface(TerminalFacts terminal) : PSHostRawUserInterface
{
    private ConsoleColor _foreground = ConsoleColor.Gray;
    private ConsoleColor _background = ConsoleColor.Black;

    public override ConsoleColor ForegroundColor
    {
        get => _foreground;
        set => _foreground = Apply(value, colour => Console.ForegroundColor = colour);
    }

    public override ConsoleColor BackgroundColor
    {
        get => _background;
        set => _background = Apply(value, colour => Console.BackgroundColor = colour);
    }

    public override Size BufferSize
    {
        get => WindowSize;
        set => throw Unsupported("resize the screen buffer");
    }

    public override Size WindowSize
    {
        get => new(terminal.Width, terminal.Height);
        set => throw Unsupported("resize the window");
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates CursorPosition
    {
        get
        {
            if (!terminal.Input || !terminal.Output)
            {
                return new Coordinates(0, 0);
            }

            (int left, int top) = Console.GetCursorPosition();
            return new Coordinates(left, top);
        }

        set => Console.SetCursorPosition(value.X, value.Y);
    }

    public override int CursorSize
    {
        get => 25;
        set => throw Unsupported("change the cursor");
    }

    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw Unsupported("move the window");
    }

    public override string WindowTitle
    {
        get => "";
        set
        {
            if (terminal is { Output: true, CursorMoves: true })
            {
                Console.Title = value;
            }
        }
    }

    public override bool KeyAvailable => terminal.Input && Console.KeyAvailable;

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!terminal.Input)
        {
            throw Unsupported("read a key: standard input is not a terminal");
        }

        ConsoleKeyInfo key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        ControlKeyStates states =
            (key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0)
            | (key.Modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0)
            | (key.Modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0);
        return new KeyInfo((int)key.Key, key.KeyChar, states, keyDown: true);
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (rectangle is not { Left: -1, Top: -1, Right: -1, Bottom: -1 })
        {
            throw Unsupported("write into the screen buffer");
        }

        if (terminal is { Output: true, CursorMoves: true })
        {
            Console.Clear();
        }
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) =>
        throw Unsupported("write into the screen buffer");

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported("read the screen");

    public override void ScrollBufferContents(
        Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported("scroll a part of the screen");

    private ConsoleColor Apply(ConsoleColor colour, Action<ConsoleColor> change)
    {
        if (terminal is { Output: true, Colour: true })
        {
            change(colour);
        }

        return colour;
    }

    private static NotSupportedException Unsupported(string what) => new($"This host cannot {what}.");
}
