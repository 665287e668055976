namespace MicroK8s.Host.Session;

/// <summary>Runs the commands that come through standard input, each as soon as its last line has come.</summary>
internal sealed class InputLoop(ConsoleHost host, CommandRunner runner)
{
    /// <returns>How the last command ended.</returns>
    public RunOutcome Run(TextReader input)
    {
        RunOutcome outcome = RunOutcome.Completed;
        string text = "";
        while (outcome != RunOutcome.Stopped && host.ExitRequested is null && input.ReadLine() is { } line)
        {
            text += line;
            if (string.IsNullOrWhiteSpace(text))
            {
                text = "";
            }
            else if (ScriptText.IsIncomplete(text))
            {
                text += "\n";
            }
            else
            {
                outcome = runner.RunText(text);
                text = "";
            }
        }

        return text.Length > 0 && host.ExitRequested is null && outcome != RunOutcome.Stopped
            ? runner.RunText(text) : outcome;
    }
}
