using System.Management.Automation;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>The fault of a cmdlet whose <c>-Timeout</c> has passed while the server did not answer.</summary>
internal static class CallTimeout
{
    public static ClusterException Of(PSCmdlet cmdlet, TimeSpan limit) => new(
        ClusterFault.RolloutTimeout,
        $"{cmdlet.MyInvocation.MyCommand.Name} has not finished within {limit.TotalSeconds:0} s: the API server "
        + "answers too slowly or not at all, so what was begun may not be complete.",
        cmdlet.MyInvocation.MyCommand.Name,
        "Check the API server: Test-ClusterHealth Api. Get-MicroService shows what is there. To wait longer, raise "
        + "-Timeout.");
}
