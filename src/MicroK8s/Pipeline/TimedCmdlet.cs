using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that waits for something and gives up after a time.</summary>
public abstract class TimedCmdlet : NamespacedCmdlet
{
    /// <summary>A week: longer is a mistake, and timers end before two months.</summary>
    internal const int LongestTimeout = 7 * 24 * 3600;

    [Parameter]
    [Duration(Shortest = 1, Longest = LongestTimeout)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    private protected override TimeSpan? TimeLimit => Timeout;

    private protected override ClusterException DescribeTimeout(TimeSpan limit) => CallTimeout.Of(this, limit);
}
