namespace MicroK8s.Conventions;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
public static class Suggestions
{
    /// <summary>What every guess begins with.</summary>
    internal const string Guess = "Did you mean ";

    /// <summary>Less than this could begin anything.</summary>
    private const int ShortestBeginning = 4;

    /// <summary>A sentence that names the nearest known word. Null if none is near.</summary>
    /// <param name="word">The word as typed.</param>
    /// <param name="known">The words there are.</param>
    public static string? For(string word, IEnumerable<string> known)
    {
        string typed = word.ToUpperInvariant();
        (string Word, int Distance) nearest = known
            .Select(candidate => (Word: candidate, Distance: Nearness(typed, candidate.ToUpperInvariant())))
            .DefaultIfEmpty()
            .MinBy(candidate => candidate.Distance);
        return nearest.Word is not null && nearest.Distance <= Math.Max(2, nearest.Word.Length / 3)
            ? $"{Guess}'{nearest.Word}'?"
            : null;
    }

    /// <summary>The distance to the whole word, or to its beginning: 'peroid' is nearly 'periodSeconds'.</summary>
    private static int Nearness(string typed, string candidate)
    {
        int whole = Distance(typed, candidate);
        return typed.Length < ShortestBeginning || typed.Length >= candidate.Length
            ? whole
            : Math.Min(whole, Distance(typed, candidate[..typed.Length]) + 1);
    }

    /// <summary>Letters to insert, remove or replace (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int above = row[j];
                int replace = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
