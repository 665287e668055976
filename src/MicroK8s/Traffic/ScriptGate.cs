using System.Management.Automation;
using MicroK8s.CanaryRollouts;
using MicroK8s.Errors;
using MicroK8s.Evidence;

namespace MicroK8s.Commands.Traffic;

/// <summary>
/// A script that says whether a canary passes: true or false, or nothing if it cannot tell. An error is a failure. It
/// runs on the pipeline thread, where its functions and variables are.
/// </summary>
internal sealed class ScriptGate(ScriptBlock script, string name) : IStepGate
{
    private readonly SynchronizationContext _pipeline = SynchronizationContext.Current!;

    public string Name => name;

    public bool IsContinuous => false;

    public Task BeginAsync(StepScene scene, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<GateVerdict> LookAsync(StepScene scene, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<GateVerdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pipeline.Post(_ => answer.TrySetResult(Ask(scene)), null);
        return answer.Task.WaitAsync(cancellationToken);
    }

    private GateVerdict Ask(StepScene scene)
    {
        try
        {
            object?[] answers = [.. script.Invoke(Describe(scene)).Select(item => item?.BaseObject)];
            return answers switch
            {
                [] or [null] => new GateVerdict(Name, EvidenceOutcome.Inconclusive, "returned nothing"),
                [bool answer] => new GateVerdict(
                    Name, answer ? EvidenceOutcome.Pass : EvidenceOutcome.Fail,
                    answer ? "returned true" : "returned false"),
                _ => new GateVerdict(
                    Name, EvidenceOutcome.Inconclusive,
                    $"returned {(answers.Length == 1 ? $"'{answers[0]}'" : $"{answers.Length} objects")}, "
                    + "which is neither true nor false"),
            };
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            return new GateVerdict(Name, EvidenceOutcome.Fail, UntrustedText.CleanLine(exception.Message));
        }
    }

    /// <summary>What the script gets: plain properties, so that it can be tried by hand.</summary>
    private static PSObject Describe(StepScene scene)
    {
        var step = new PSObject();
        step.Properties.Add(new PSNoteProperty("Name", scene.Name));
        step.Properties.Add(new PSNoteProperty("Namespace", scene.Namespace));
        step.Properties.Add(new PSNoteProperty("Step", scene.Step));
        step.Properties.Add(new PSNoteProperty("Weight", scene.Weight));
        step.Properties.Add(new PSNoteProperty("Started", scene.Started));
        step.Properties.Add(new PSNoteProperty("Context", scene.Session.Context.Name));
        return step;
    }
}
