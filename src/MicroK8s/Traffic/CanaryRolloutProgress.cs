using System.Globalization;
using System.Management.Automation;
using MicroK8s.CanaryRollouts;
using MicroK8s.Commands.Pipeline;

namespace MicroK8s.Commands.Traffic;

/// <summary>
/// Shows how canaries advance: one progress bar per service for people, and lines for the log of a pipeline agent.
/// </summary>
internal sealed class CanaryRolloutProgress
{
    // Progress bars of one runspace are told apart by number; those of waits count from 1.
    private const int FirstId = 10_000;

    private readonly OutputCmdlet _cmdlet;
    private readonly CanaryRolloutPlan _plan;
    private readonly Dictionary<string, int> _ids;

    public CanaryRolloutProgress(OutputCmdlet cmdlet, CanaryRolloutPlan plan)
    {
        (_cmdlet, _plan) = (cmdlet, plan);
        _ids = plan.Services.Select((service, index) => ($"{service}", FirstId + index))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
    }

    /// <summary>Shows what happened.</summary>
    public void Show(CanaryRolloutEvent happening)
    {
        switch (happening)
        {
            case CanaryRolloutEvent.Began { Activity: var activity }:
                foreach (CanaryRolloutService service in _plan.Services) Show($"{service}", activity, -1);
                if (_cmdlet.IsForAgent) _cmdlet.WriteHostLine(activity);
                break;
            case CanaryRolloutEvent.Looked looked:
                string name = $"{looked.Scene.Namespace}/{looked.Scene.Name}";
                Show(name, Describe(looked), Math.Clamp((looked.Scene.Step - 1) * 100 / looked.Steps, 0, 100));
                break;
            case CanaryRolloutEvent.StepOver { Step: var step }:
                if (_cmdlet.IsForAgent) _cmdlet.WriteHostLine($"{step}. {step.Reason}");
                break;
        }
    }

    /// <summary>Takes the bars away.</summary>
    public void End()
    {
        foreach ((string name, int id) in _ids)
        {
            _cmdlet.WriteProgress(
                new ProgressRecord(id, Title(name), "done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show(string name, string status, int percent) =>
        _cmdlet.WriteProgress(new ProgressRecord(_ids[name], Title(name), status) { PercentComplete = percent });

    private static string Title(string name) => $"Canary of {name}";

    /// <summary>Step, share, time, then what was counted and what each gate says.</summary>
    private static string Describe(CanaryRolloutEvent.Looked looked)
    {
        string counted = string.Concat(looked.Verdicts.Where(verdict => verdict.Evidence is not null).Take(1).Select(
            verdict => string.Create(
                CultureInfo.InvariantCulture,
                $", {verdict.Evidence!.Canary.Requests:N0} requests, ")
                + string.Create(
                    CultureInfo.InvariantCulture, $"{100 * (1 - verdict.Evidence.CanaryFailureShare):0.##}% ok")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $" (stable {100 * (1 - verdict.Evidence.StableFailureShare):0.##}%)")));
        TimeSpan? measured = looked.Verdicts.Select(verdict => verdict.Latency).FirstOrDefault(one => one is not null);
        string latency = measured is { } time
            ? string.Create(CultureInfo.InvariantCulture, $", {time.TotalMilliseconds:0} ms")
            : "";
        string gates = string.Join(", ", looked.Verdicts.Select(verdict => $"{verdict.Gate} {verdict.Outcome}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"step {looked.Scene.Step} of {looked.Steps}, {looked.Scene.Weight}%, {looked.Elapsed:mm\\:ss}")
            + $"{counted}{latency}; {gates}";
    }
}
