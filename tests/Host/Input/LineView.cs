using System.Globalization;
using System.Management.Automation.Internal;
using System.Text;

namespace MicroK8s.Host.Input;

/// <summary>
/// Draws a prompt and the text behind it, over several rows where they are longer than the terminal is wide.
/// Every move is relative to the row the prompt began on, so nothing has to be asked of the terminal.
/// </summary>
internal sealed class LineView(string prompt, Func<int> width)
{
    private readonly string _above = prompt[..(prompt.LastIndexOf('\n') + 1)];
    private readonly string _prompt = prompt[(prompt.LastIndexOf('\n') + 1)..];
    private int _row;

    public void Begin() => Console.Out.Write(_above);

    public void Draw(string text, int cursor)
    {
        int columns = Math.Max(1, width());
        int start = new StringDecorated(_prompt).ContentLength;
        int end = start + text.Length;
        StringBuilder screen = ToStart().Append("\e[J").Append(_prompt).Append(text);
        if (end > 0 && end % columns == 0)
        {
            // A terminal leaves the cursor behind the last character of a full row until more is written.
            screen.Append("\r\n");
        }

        int row = (start + cursor) / columns;
        int column = (start + cursor) % columns;
        Move(screen, (end / columns) - row, 'A');
        screen.Append('\r');
        Move(screen, column, 'C');
        Console.Out.Write(screen);
        _row = row;
    }

    public void Finish(string text)
    {
        Draw(text, text.Length);
        Console.Out.WriteLine();
    }

    public void ClearScreen()
    {
        Console.Out.Write("\e[2J\e[H");
        _row = 0;
    }

    private StringBuilder ToStart()
    {
        StringBuilder screen = new("\r");
        Move(screen, _row, 'A');
        return screen;
    }

    private static void Move(StringBuilder screen, int distance, char direction)
    {
        if (distance > 0)
        {
            screen.Append(CultureInfo.InvariantCulture, $"\e[{distance}{direction}");
        }
    }
}
