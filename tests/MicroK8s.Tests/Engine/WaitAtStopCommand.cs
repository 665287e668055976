using System.Management.Automation;

namespace MicroK8s.Tests.Engine;

/// <summary>Passes a name on, and takes its time when it is stopped: longer than a rollout's progress is silent.</summary>
[Cmdlet(VerbsLifecycle.Wait, "AtStop")]
[OutputType(typeof(string))]
public sealed class WaitAtStopCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    protected override void ProcessRecord() => WriteObject(Name);

    protected override void StopProcessing() => Thread.Sleep(TimeSpan.FromSeconds(4));
}
