using System.Globalization;
using System.Management.Automation.Host;

namespace MicroK8s.Tests.Engine;

/// <summary>A host that keeps what is written to it; nobody can be asked anything.</summary>
internal sealed class RecordingHost : PSHost
{
    private readonly RecordingUI _ui = new();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "MicroK8s.Tests";

    public override PSHostUserInterface UI => _ui;

    public override Version Version => new(1, 0);

    public string Text => _ui.Text;

    public void Clear() => _ui.Clear();

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
