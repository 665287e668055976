using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Traffic;

/// <summary>Ends canaries: shows a plan, asks, and waits until the pods serve without them.</summary>
public abstract class EndCanaryCmdlet : TimedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(CanaryCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => EndAsync(session, name));
    }

    /// <summary>Plans, asks and writes for one service.</summary>
    private protected abstract Task EndAsync(IClusterSession session, string name);

    /// <summary>Writes a plan that was agreed to, while the progress of its pods is shown.</summary>
    /// <param name="activity">What is done, for the progress display.</param>
    /// <param name="whenStopped">What a stop leaves behind.</param>
    /// <param name="write">Writes it and waits for pods.</param>
    private protected Task<T> WriteAndWaitAsync<T>(string activity, string whenStopped, Func<PodWait, Task<T>> write) =>
        RolloutProgressReporter.ShowAsync(
            this, activity,
            progress => WriteAsync(whenStopped, () => write(new PodWait(TimeLeft, progress, TimeProvider.System))));

    /// <summary>Warns of what remains, unless the plan said so before.</summary>
    private protected void WarnOf(IEnumerable<string> remains, IEnumerable<string> known)
    {
        foreach (string sentence in remains.Except(known)) WriteWarning(sentence);
    }
}
