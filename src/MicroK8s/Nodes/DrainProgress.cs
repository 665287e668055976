using System.Management.Automation;
using System.Runtime.CompilerServices;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Nodes;

namespace MicroK8s.Commands.Nodes;

/// <summary>Shows how far the drain of a node is. Used on the pipeline thread.</summary>
internal sealed class DrainProgress
{
    private readonly OutputCmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _id;

    public DrainProgress(OutputCmdlet cmdlet, string node)
    {
        _cmdlet = cmdlet;

        // Apart from that of a node drained at the same time, and without a state of the process.
        _id = RuntimeHelpers.GetHashCode(this) & int.MaxValue;
        _activity = $"Draining node {node}";
        Show("evicting its pods", -1);
    }

    public void Show(DrainEvent happening)
    {
        if (happening is DrainEvent.PodOver { All: > 0 } over)
        {
            Show($"{over.Done} of {over.All} pods gone", Math.Min(over.Done * 100 / over.All, 100));
        }
    }

    public void End() => _cmdlet.WriteProgress(
        new ProgressRecord(_id, _activity, "done") { RecordType = ProgressRecordType.Completed });

    private void Show(string text, int percent) =>
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, text) { PercentComplete = percent });
}
