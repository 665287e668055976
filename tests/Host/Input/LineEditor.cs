namespace MicroK8s.Host.Input;

/// <summary>Reads one line from the terminal, key by key. Ctrl+C is a key here, not a signal.</summary>
internal sealed class LineEditor(Func<int> width)
{
    private readonly LineBuffer _buffer = new();

    public LineHistory? History { get; init; }

    public TabCompletion? Completion { get; init; }

    /// <summary>The lines of the same command that were entered before this one.</summary>
    public string Before { get; init; } = "";

    public bool Hidden { get; init; }

    public Line Read(string prompt)
    {
        LineView view = new(prompt, width);
        bool signals = !Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            view.Begin();
            LineEnd? end = null;
            while (end is null)
            {
                view.Draw(Shown(), _buffer.Cursor);
                end = Handle(Console.ReadKey(intercept: true), view);
            }

            view.Finish(Shown() + (end == LineEnd.Interrupted ? "^C" : ""));
            return new Line(end.Value, end == LineEnd.Entered ? _buffer.Text : "");
        }
        finally
        {
            Console.TreatControlCAsInput = !signals;
        }
    }

    private string Shown() => Hidden ? new string('*', _buffer.Text.Length) : _buffer.Text;

    /// <summary>What was typed before the prompt came has its line ends already turned into line feeds.</summary>
    private LineEnd? Handle(ConsoleKeyInfo key, LineView view)
    {
        if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
        {
            return LineEnd.Entered;
        }

        return key.Modifiers.HasFlag(ConsoleModifiers.Control) ? HandleControl(key, view) : HandlePlain(key);
    }

    private LineEnd? HandlePlain(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow: _buffer.Move(_buffer.Cursor - 1); break;
            case ConsoleKey.RightArrow: _buffer.Move(_buffer.Cursor + 1); break;
            case ConsoleKey.Home: _buffer.Move(0); break;
            case ConsoleKey.End: _buffer.Move(_buffer.Text.Length); break;
            case ConsoleKey.Backspace: _buffer.RemoveTo(_buffer.Cursor - 1); break;
            case ConsoleKey.Delete: _buffer.RemoveTo(_buffer.Cursor + 1); break;
            case ConsoleKey.Escape: _buffer.Set(""); break;
            case ConsoleKey.UpArrow: Recall(-1); break;
            case ConsoleKey.DownArrow: Recall(+1); break;
            case ConsoleKey.Tab: Completion?.Next(_buffer, Before, key.Modifiers != ConsoleModifiers.Shift); break;
            default: Type(key.KeyChar); break;
        }

        return null;
    }

    private LineEnd? HandleControl(ConsoleKeyInfo key, LineView view)
    {
        switch (key.Key)
        {
            case ConsoleKey.C: return LineEnd.Interrupted;
            case ConsoleKey.D when _buffer.Text.Length == 0: return LineEnd.EndOfInput;
            case ConsoleKey.D: _buffer.RemoveTo(_buffer.Cursor + 1); break;
            case ConsoleKey.A: _buffer.Move(0); break;
            case ConsoleKey.E: _buffer.Move(_buffer.Text.Length); break;
            case ConsoleKey.H: _buffer.RemoveTo(_buffer.Cursor - 1); break;
            case ConsoleKey.K: _buffer.RemoveTo(_buffer.Text.Length); break;
            case ConsoleKey.U: _buffer.RemoveTo(0); break;
            case ConsoleKey.W or ConsoleKey.Backspace: _buffer.RemoveTo(_buffer.WordStart()); break;
            case ConsoleKey.LeftArrow: _buffer.Move(_buffer.WordStart()); break;
            case ConsoleKey.RightArrow: _buffer.Move(_buffer.WordEnd()); break;
            case ConsoleKey.L: view.ClearScreen(); break;
            default: Type(key.KeyChar); break;
        }

        return null;
    }

    private void Recall(int step)
    {
        if (History is not null)
        {
            _buffer.Set(History.Walk(step, _buffer.Text));
        }
    }

    /// <summary>AltGr arrives as Control+Alt, so a character that prints is typed whatever the modifiers say.</summary>
    private void Type(char character)
    {
        if (!char.IsControl(character))
        {
            _buffer.Insert(character);
        }
    }
}
