namespace MicroK8s.Host.Input;

/// <summary>The text being typed and the place of the cursor in it.</summary>
internal sealed class LineBuffer
{
    public string Text { get; private set; } = "";

    public int Cursor { get; private set; }

    public void Set(string text) => Set(text, text.Length);

    public void Set(string text, int cursor)
    {
        Text = text;
        Cursor = cursor;
    }

    public void Insert(char character) => Set(Text.Insert(Cursor, character.ToString()), Cursor + 1);

    public void Move(int target) => Cursor = Math.Clamp(target, 0, Text.Length);

    /// <summary>Removes what lies between the cursor and <paramref name="end"/>, on whichever side that is.</summary>
    public void RemoveTo(int end)
    {
        int from = Math.Max(0, Math.Min(Cursor, end));
        int to = Math.Min(Text.Length, Math.Max(Cursor, end));
        Set(Text.Remove(from, to - from), from);
    }

    public int WordStart()
    {
        int index = Cursor;
        while (index > 0 && Text[index - 1] == ' ')
        {
            index--;
        }

        while (index > 0 && Text[index - 1] != ' ')
        {
            index--;
        }

        return index;
    }

    public int WordEnd()
    {
        int index = Cursor;
        while (index < Text.Length && Text[index] != ' ')
        {
            index++;
        }

        while (index < Text.Length && Text[index] == ' ')
        {
            index++;
        }

        return index;
    }
}
