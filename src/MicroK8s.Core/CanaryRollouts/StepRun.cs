using System.Runtime.CompilerServices;
using MicroK8s.Errors;
using MicroK8s.Traffic;

namespace MicroK8s.CanaryRollouts;

/// <summary>One step of a rollout: gives the canaries its share, and looks at them until the gates decide.</summary>
/// <param name="plan">The plan of the rollout.</param>
/// <param name="options">How it advances.</param>
/// <param name="gates">What the canaries have to pass.</param>
/// <param name="undo">Takes everything back when something fails.</param>
/// <param name="wait">How to wait for pods, made anew for every wait.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class StepRun(
    CanaryRolloutPlan plan, CanaryRolloutOptions options, StepGates gates, CanaryRolloutUndo undo, Func<PodWait> wait,
    TimeProvider clock)
{
    /// <summary>Runs it.</summary>
    /// <param name="index">Which of the plan's steps, from 0 on.</param>
    /// <param name="cancellationToken">Ends it between two writes.</param>
    /// <returns>What happens; at the end one <see cref="CanaryRolloutEvent.StepOver"/> for each canary.</returns>
    /// <exception cref="ClusterException">What a write ends with, when all is taken back.</exception>
    public async IAsyncEnumerable<CanaryRolloutEvent> RunAsync(
        int index, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scenes = new List<StepScene>();
        foreach (CanaryRolloutService service in plan.Services)
        {
            yield return new CanaryRolloutEvent.Began($"Giving the canary of {service} {plan.Steps[index]}%");
            (StepScene scene, IReadOnlyList<string> warnings) =
                await WeighAsync(service, index, cancellationToken).ConfigureAwait(false);
            foreach (string warning in warnings) yield return new CanaryRolloutEvent.Warned(warning);
            scenes.Add(scene);
        }

        await BeginGatesAsync(scenes, cancellationToken).ConfigureAwait(false);

        DateTimeOffset began = clock.GetUtcNow();
        var verdicts = new Dictionary<StepScene, IReadOnlyList<GateVerdict>>();
        StepMove move;
        do
        {
            TimeSpan left = options.StepDuration - (clock.GetUtcNow() - began);
            TimeSpan pause = left > TimeSpan.Zero && left < options.Interval ? left : options.Interval;
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            TimeSpan elapsed = clock.GetUtcNow() - began;
            bool isOver = elapsed >= options.StepDuration;
            foreach (StepScene scene in scenes)
            {
                verdicts[scene] = await gates.LookAsync(scene, isOver, cancellationToken).ConfigureAwait(false);
                yield return new CanaryRolloutEvent.Looked(scene, plan.Steps.Count, verdicts[scene], elapsed);
            }

            move = StepRules.Decide(
                [.. verdicts.Values.SelectMany(all => all)], isOver, elapsed >= options.StepTimeout,
                options.OnInconclusive);
        }
        while (move == StepMove.Observe);

        foreach (StepScene scene in scenes)
        {
            yield return new CanaryRolloutEvent.StepOver(new CanaryStep(
                scene.Name, scene.Namespace, scene.Step, plan.Steps.Count, scene.Weight,
                StepRules.OutcomeOf(verdicts[scene]), StepRules.Reason(verdicts[scene]), began,
                clock.GetUtcNow() - began, verdicts[scene])
            {
                Context = plan.Services[0].Session.Context.Name,
            });
        }
    }

    /// <summary>Gives a canary its share; a failure takes all of them back.</summary>
    private async Task<(StepScene Scene, IReadOnlyList<string> Warnings)> WeighAsync(
        CanaryRolloutService service, int index, CancellationToken cancellationToken)
    {
        try
        {
            var request = new WeightRequest(service.Namespace, service.Name, plan.Steps[index])
            {
                Provider = service.Creation?.Provider,
                RouteObject = service.Creation?.RouteObject,
                Route = service.Creation?.RouteName,
                MaxReplicas = service.MaxReplicas,
                IgnoreOwner = service.Force,
            };
            WeightPlan shift = await WeightShift.PlanAsync(service.Session, request, cancellationToken)
                .ConfigureAwait(false);
            RequireNoMore(service, shift);
            TrafficSplit split = await WeightShift.ApplyAsync(service.Session, shift, wait(), cancellationToken)
                .ConfigureAwait(false);
            var scene = new StepScene(
                service.Session, service.Namespace, service.Name, index + 1, split.CanaryWeight ?? 0,
                clock.GetUtcNow(), split);
            return (scene, shift.Warnings);
        }
        catch (ClusterException) when (cancellationToken.IsCancellationRequested)
        {
            // A stop is no failure: the pods that were added are gone again, and the canary has the share of before.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (ClusterException cause)
        {
            throw await undo.RunAsync(cause).ConfigureAwait(false);
        }
    }

    /// <summary>Shares that are made of pods can be larger than what was asked for, but never than the limit.</summary>
    private void RequireNoMore(CanaryRolloutService service, WeightPlan shift)
    {
        if (shift.After.CanaryWeight is not { } weight || !(weight > options.MaxWeight)) return;
        throw InvalidInput.Of(
            "MaxWeight", options.MaxWeight,
            $"does not allow the {weight}% that the canary of {service} would get: {string.Join(" ", shift.Warnings)}"
                .TrimEnd('.', ' '),
            "Raise -MaxReplicas or -MaxWeight, or use a provider that shares requests.");
    }

    private async Task BeginGatesAsync(IEnumerable<StepScene> scenes, CancellationToken cancellationToken)
    {
        try
        {
            foreach (StepScene scene in scenes) await gates.BeginAsync(scene, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException cause)
        {
            throw await undo.RunAsync(cause).ConfigureAwait(false);
        }
    }
}
