using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MicroK8s.Host.Terminal;

namespace MicroK8s.Host.Session;

/// <summary>Runs commands one at a time (or one inside another, at a nested prompt) and shows all they write.</summary>
internal sealed class CommandRunner(Runspace runspace, HostInterface ui)
{
    private readonly Lock _gate = new();
    private readonly Stack<PowerShell> _running = [];

    /// <summary>The engine's <c>$?</c>.</summary>
    public bool Succeeded => runspace.SessionStateProxy.GetVariable("?") is true;

    /// <summary>What the last native program or <c>exit</c> in a script left, or 0.</summary>
    public int LastExitCode => runspace.SessionStateProxy.GetVariable("LASTEXITCODE") as int? ?? 0;

    /// <summary>A shell for a command of the host's own; a nested one while another command is running.</summary>
    public PowerShell CreateShell()
    {
        lock (_gate)
        {
            if (_running.Count > 0)
            {
                return PowerShell.Create(RunspaceMode.CurrentRunspace);
            }
        }

        PowerShell shell = PowerShell.Create();
        shell.Runspace = runspace;
        return shell;
    }

    public RunOutcome RunText(string text) => Run(new PSCommand().AddScript(text));

    public RunOutcome RunFile(string path, IEnumerable<CommandParameter> arguments)
    {
        Command script = new(path);
        foreach (CommandParameter argument in arguments)
        {
            script.Parameters.Add(argument);
        }

        return Run(new PSCommand().AddCommand(script));
    }

    /// <summary>Asks the innermost running command to stop, without waiting for it. False if there is none.</summary>
    public bool Stop()
    {
        lock (_gate)
        {
            if (!_running.TryPeek(out PowerShell? shell))
            {
                return false;
            }

            shell.BeginStop(null, null);
            return true;
        }
    }

    private RunOutcome Run(PSCommand command)
    {
        try
        {
            Invoke(command, []);
            return RunOutcome.Completed;
        }
        catch (PipelineStoppedException)
        {
            return RunOutcome.Stopped;
        }
        catch (RuntimeException failure)
        {
            Report(failure.ErrorRecord);
            return RunOutcome.Failed;
        }
        finally
        {
            ui.ClearProgress();
        }
    }

    /// <summary>Errors go through Out-Default like all else, so that the engine's error view renders them.</summary>
    private void Invoke(PSCommand command, object[] input)
    {
        using PowerShell shell = CreateShell();
        shell.Commands = command;
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        lock (_gate)
        {
            _running.Push(shell);
        }

        try
        {
            // Only a command in the history changes $?, from which the exit code comes.
            shell.Invoke(input, new PSInvocationSettings { AddToHistory = true });
        }
        finally
        {
            lock (_gate)
            {
                _running.Pop();
            }
        }
    }

    private void Report(ErrorRecord error)
    {
        try
        {
            const string Write = "[CmdletBinding()] param($Record) $PSCmdlet.WriteError($Record)";
            Invoke(new PSCommand().AddScript(Write).AddParameter("Record", error), []);
        }
        catch (RuntimeException)
        {
            ui.WriteErrorLine(error.ToString());
        }
    }
}
