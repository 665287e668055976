using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that does the same for each microservice that is named, and can wait for its pods.</summary>
public abstract class WorkloadRolloutCmdlet : WorkloadCmdlet
{
    [Parameter]
    [ValidateRange(1, TimedCmdlet.LongestTimeout)]
    [ExactType(typeof(int), Unit = "seconds")]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int Timeout { get; set; } = 300;

    private protected override TimeSpan? TimeLimit => TimeSpan.FromSeconds(Timeout);

    private protected override ClusterException DescribeTimeout(TimeSpan limit) => CallTimeout.Of(this, limit);
}
