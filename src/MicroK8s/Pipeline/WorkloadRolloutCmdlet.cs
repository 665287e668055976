using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that does the same for each microservice that is named, and can wait for its pods.</summary>
public abstract class WorkloadRolloutCmdlet : WorkloadCmdlet
{
    [Parameter]
    [Duration(Shortest = 1, Longest = TimedCmdlet.LongestTimeout)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    private protected override TimeSpan? TimeLimit => Timeout;

    private protected override ClusterException DescribeTimeout(TimeSpan limit) => CallTimeout.Of(this, limit);
}
