using MicroK8s.Host.Terminal;

namespace MicroK8s.Host.Input;

/// <summary>Reads lines with the editor, or plainly where the terminal cannot move its cursor.</summary>
internal sealed class LineReader(TerminalFacts terminal)
{
    public Line Read(string prompt, bool hidden = false) =>
        Read(prompt, new LineEditor(() => terminal.Width) { Hidden = hidden });

    public Line Read(string prompt, string before, LineHistory history, TabCompletion completion) =>
        Read(prompt, new LineEditor(() => terminal.Width)
        {
            History = history,
            Completion = completion,
            Before = before,
        });

    private Line Read(string prompt, LineEditor editor)
    {
        if (terminal is { Input: true, Output: true, CursorMoves: true })
        {
            return editor.Read(prompt);
        }

        Console.Out.Write(prompt);
        return Console.In.ReadLine() is { } text ? new Line(LineEnd.Entered, text) : new Line(LineEnd.EndOfInput, "");
    }
}
