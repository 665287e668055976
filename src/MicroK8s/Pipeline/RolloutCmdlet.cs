using System.Management.Automation;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that changes microservices and can wait for the result.</summary>
public abstract class RolloutCmdlet : TimedCmdlet
{
    [Parameter]
    public SwitchParameter Wait { get; set; }
}
