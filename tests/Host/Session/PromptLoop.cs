using System.Management.Automation;
using MicroK8s.Host.Input;

namespace MicroK8s.Host.Session;

/// <summary>The interactive prompt: reads a command, runs it, and again, until <c>exit</c> or Ctrl+D.</summary>
internal sealed class PromptLoop
{
    private readonly ConsoleHost _host;
    private readonly CommandRunner _runner;
    private readonly LineReader _reader;
    private readonly LineHistory _history = new();
    private int _level;

    public PromptLoop(ConsoleHost host, CommandRunner runner, LineReader reader)
    {
        (_host, _runner, _reader) = (host, runner, reader);
        host.NestedPrompt = Run;
        host.LeaveNestedPrompt = () => _level--;
    }

    /// <summary>Returns when this prompt is left; a prompt inside it is a call of its own.</summary>
    public void Run()
    {
        int level = ++_level;
        while (_level >= level && _host.ExitRequested is null)
        {
            Line command = ReadCommand();
            if (command.End == LineEnd.EndOfInput)
            {
                _level = level - 1;
            }
            else if (!string.IsNullOrWhiteSpace(command.Text))
            {
                _runner.RunText(command.Text);
            }
        }

        _level = level - 1;
    }

    /// <summary>Reads lines until they make a whole command. Ctrl+C throws away what has been typed.</summary>
    private Line ReadCommand()
    {
        TabCompletion completion = new(_runner.CreateShell);
        string text = "";
        string prompt = Prompt();
        while (true)
        {
            Line line = _reader.Read(prompt, text, _history, completion);
            _history.Add(line.Text);
            text += line.Text;
            if (line.End != LineEnd.Entered || !ScriptText.IsIncomplete(text))
            {
                return line with { Text = line.End == LineEnd.Entered ? text : "" };
            }

            text += "\n";
            prompt = ">> ";
        }
    }

    private string Prompt()
    {
        try
        {
            using PowerShell shell = _runner.CreateShell();
            string text = string.Concat(shell.AddCommand("prompt").Invoke<string>());
            return text.Length > 0 ? text : "PS>";
        }
        catch (RuntimeException)
        {
            return "PS>";
        }
    }
}
