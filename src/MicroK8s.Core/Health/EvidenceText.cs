using System.Text;

namespace MicroK8s.Health;

/// <summary>Makes text of the cluster fit for a table cell.</summary>
public static class EvidenceText
{
    /// <summary>Longer evidence is cut; the objects themselves have the rest.</summary>
    public const int Longest = 500;

    /// <summary>One line without control characters, escape sequences included, at most <see cref="Longest"/> long.</summary>
    /// <param name="text">Any text; untrusted.</param>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        bool gap = false;
        foreach (char c in text)
        {
            if (char.IsControl(c) || char.IsWhiteSpace(c))
            {
                gap = line.Length > 0;
                continue;
            }

            if (gap) line.Append(' ');
            gap = false;
            line.Append(c);
        }

        return line.Length <= Longest ? line.ToString().TrimEnd('.') : $"{line.ToString(0, Longest - 1)}…";
    }
}
