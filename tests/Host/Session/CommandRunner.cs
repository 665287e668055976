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

    public RunOutcome RunText(string text)
    {
        try
        {
            ScriptText.ThrowIfIncomplete(text);
            return Run(new PSCommand().AddScript(text));
        }
        catch (ParseException failure)
        {
            Report(failure.ErrorRecord);
            return RunOutcome.Failed;
        }
    }

    public RunOutcome RunFile(string path, IEnumerable<CommandParameter> arguments)
    {
        Command script = new(path);
        foreach (CommandParameter argument in arguments)
        {
            script.Parameters.Add(argument);
        }

        ScriptExit.Propagate(runspace);
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
        command.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        try
        {
            // Only a command in the history changes $?, from which the exit code comes.
            return Show(command, [], addToHistory: true);
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

    /// <summary>Everything goes through Out-Default, errors too, so that the engine's views lay it out.</summary>
    private RunOutcome Show(PSCommand command, object[] input, bool addToHistory)
    {
        using PowerShell shell = CreateShell();
        shell.Commands = command.AddCommand("Out-Default");
        lock (_gate)
        {
            _running.Push(shell);
        }

        try
        {
            shell.Invoke(input, new PSInvocationSettings { AddToHistory = addToHistory });

            // A stopped command that had nothing left to do returns as if it had ended by itself.
            return shell.InvocationStateInfo.State == PSInvocationState.Stopped
                ? RunOutcome.Stopped : RunOutcome.Completed;
        }
        finally
        {
            lock (_gate)
            {
                _running.Pop();
            }
        }
    }

    /// <summary>
    /// Writing the record to the error stream again would replace the place it came from by this one, so it is shown
    /// as an object and only its text goes to standard error.
    /// </summary>
    private void Report(ErrorRecord error)
    {
        ui.ShowsError = true;
        try
        {
            Show(new PSCommand(), [error], addToHistory: false);
        }
        catch (RuntimeException)
        {
            ui.WriteErrorLine(error.ToString());
        }
        finally
        {
            ui.ShowsError = false;
        }
    }
}
