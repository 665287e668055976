using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace MicroK8s.Host.Session;

/// <summary>What the engine knows of this program: its name, its interface, and how to leave it.</summary>
internal sealed class ConsoleHost(PSHostUserInterface ui) : PSHost
{
    /// <summary>The code given to <c>exit</c>, or null as long as nobody asked to leave.</summary>
    public int? ExitRequested { get; private set; }

    /// <summary>Opens a prompt inside the running command; null where nobody could type at it.</summary>
    public Action? NestedPrompt { get; set; }

    public Action? LeaveNestedPrompt { get; set; }

    public override string Name => "MicroK8sHost";

    public override Version Version => EngineVersion.Value;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitRequested = exitCode;

    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null)
        {
            throw new PSInvalidOperationException("This session is not interactive, so it has no nested prompt.");
        }

        NestedPrompt();
    }

    public override void ExitNestedPrompt() => LeaveNestedPrompt?.Invoke();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
