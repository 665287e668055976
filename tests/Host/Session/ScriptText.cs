using System.Management.Automation;
using System.Management.Automation.Language;

namespace MicroK8s.Host.Session;

/// <summary>Tells whether text is a whole command or only the beginning of one.</summary>
internal static class ScriptText
{
    public static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Any(error => error.IncompleteInput);
    }

    /// <summary>A pipeline says of an unfinished command only that it is one; a script block says where.</summary>
    /// <exception cref="ParseException">The text is incomplete.</exception>
    public static void ThrowIfIncomplete(string text)
    {
        if (IsIncomplete(text))
        {
            ScriptBlock.Create(text);
        }
    }
}
