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
}
