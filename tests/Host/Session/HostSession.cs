using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MicroK8s.Host.Input;
using MicroK8s.Host.Terminal;

namespace MicroK8s.Host.Session;

/// <summary>One run of the host: the engine, the terminal around it, and Ctrl+C.</summary>
internal sealed class HostSession : IDisposable
{
    private readonly HostOptions _options;
    private readonly LineReader _reader;
    private readonly ConsoleHost _host;
    private readonly CommandRunner _runner;
    private readonly Runspace _runspace;
    private bool _stopping;

    public HostSession(HostOptions options, TerminalFacts terminal)
    {
        _options = options;
        _reader = new LineReader(terminal);
        Questions questions = new(_reader, allowed: terminal.Input && !options.NonInteractive);
        HostInterface ui = new(terminal, questions);
        _host = new ConsoleHost(ui);

        // Colour is the engine's decision from here on, so a script may still set $PSStyle otherwise.
        if (!terminal.Colour || !terminal.Output)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        _runner = new CommandRunner(_runspace, ui);
        questions.Interrupt = () => _runner.Stop();
        Console.CancelKeyPress += OnCancel;
    }

    /// <returns>The exit code of the process.</returns>
    public int Run()
    {
        switch (_options.Mode)
        {
            case HostMode.File:
                return CodeOf(_runner.RunFile(_options.Text, ScriptArguments.Parse(_options.Arguments)));
            case HostMode.Command:
                return CodeOf(_runner.RunText(_options.Text));
            case HostMode.StandardInput:
                return CodeOf(new InputLoop(_host, _runner).Run(Console.In));
            default:
                return Prompt();
        }
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancel;
        _runspace.Dispose();
    }

    private int Prompt()
    {
        if (!_options.NoLogo)
        {
            _host.UI.WriteLine($"MicroK8s console host on the PowerShell engine {_host.Version}");
        }

        new PromptLoop(_host, _runner, _reader).Run();
        return _host.ExitRequested ?? ExitCode.Success;
    }

    /// <summary>As pwsh: what <c>exit</c> said, else 1 for a last command that failed in whatever way.</summary>
    private int CodeOf(RunOutcome outcome) => _host.ExitRequested ?? outcome switch
    {
        RunOutcome.Stopped => ExitCode.Interrupted,
        RunOutcome.Failed => ExitCode.Failed,
        _ => _runner.Succeeded ? ExitCode.Success : ExitCode.Failed,
    };

    /// <summary>Stops the command, not the host; where no prompt would follow, a second Ctrl+C ends the host.</summary>
    private void OnCancel(object? sender, ConsoleCancelEventArgs cancel)
    {
        bool givenUp = _stopping && _options.Mode != HostMode.Prompt;
        _stopping = _runner.Stop();
        cancel.Cancel = !givenUp && (_stopping || _options.Mode == HostMode.Prompt);
    }
}
