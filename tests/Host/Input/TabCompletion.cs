using System.Management.Automation;

namespace MicroK8s.Host.Input;

/// <summary>Offers the engine's completions one after another, until another key changes the line.</summary>
internal sealed class TabCompletion(Func<PowerShell> createShell)
{
    private CommandCompletion? _found;
    private string _original = "";
    private string _offered = "";

    /// <param name="buffer">The line being typed.</param>
    /// <param name="before">The lines of the same command that were entered before it.</param>
    /// <param name="forward">The next completion, or the previous one.</param>
    public void Next(LineBuffer buffer, string before, bool forward)
    {
        if (_found is null || buffer.Text != _offered)
        {
            using PowerShell shell = createShell();
            _original = buffer.Text;
            _found = CommandCompletion.CompleteInput(before + buffer.Text, before.Length + buffer.Cursor, null, shell);
        }

        int start = _found.ReplacementIndex - before.Length;
        if (start >= 0 && _found.GetNextResult(forward) is { } result)
        {
            string head = _original[..start] + result.CompletionText;
            buffer.Set(head + _original[(start + _found.ReplacementLength)..], head.Length);
        }

        _offered = buffer.Text;
    }
}
