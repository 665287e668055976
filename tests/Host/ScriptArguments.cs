using System.Management.Automation.Runspaces;

namespace MicroK8s.Host;

/// <summary>
/// Turns the words after a script's path into parameters: <c>-Name value</c>, <c>-Name:value</c>, <c>-Switch</c>,
/// <c>-Switch:$false</c> and plain values. The engine itself matches a name with the word that follows it.
/// </summary>
internal static class ScriptArguments
{
    public static IEnumerable<CommandParameter> Parse(IReadOnlyList<string> words)
    {
        for (int index = 0; index < words.Count; index++)
        {
            string word = words[index];
            int colon = word.IndexOf(':', StringComparison.Ordinal);
            if (word.Length < 2 || word[0] != '-')
            {
                yield return new CommandParameter(null, word);
            }
            else if (colon < 0)
            {
                yield return new CommandParameter(word);
            }
            else if (colon < word.Length - 1)
            {
                yield return new CommandParameter(word[..colon], ToValue(word[(colon + 1)..]));
            }
            else if (++index < words.Count)
            {
                yield return new CommandParameter(word[..colon], words[index]);
            }
        }
    }

    /// <summary>Without this <c>-Switch:$false</c> would hand a switch the text "$false", which it refuses.</summary>
    private static object ToValue(string text) =>
        bool.TryParse(text.StartsWith('$') ? text[1..] : text, out bool value) ? value : text;
}
