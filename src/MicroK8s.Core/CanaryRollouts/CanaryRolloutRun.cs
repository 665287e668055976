using System.Runtime.CompilerServices;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic;
using MicroK8s.Updates;

namespace MicroK8s.CanaryRollouts;

/// <summary>
/// Advances canaries step by step, and rolls all of them back as soon as one fails. The services keep serving
/// throughout. When the process ends, another session can resume from the note on the canaries, or remove them.
/// </summary>
public sealed class CanaryRolloutRun
{
    private readonly CanaryRolloutPlan _plan;
    private readonly CanaryRolloutOptions _options;
    private readonly StepGates _gates;
    private readonly CanaryRolloutUndo _undo;
    private readonly Func<PodWait> _wait;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _started;
    private readonly List<CanaryStep> _steps = [];

    /// <summary>Prepares a run.</summary>
    /// <param name="plan">The plan that was shown.</param>
    /// <param name="options">How they advance.</param>
    /// <param name="gates">What they have to pass; that their pods run is always asked.</param>
    /// <param name="wait">How to wait for pods, made anew for every wait.</param>
    /// <param name="clock">Tells the time.</param>
    public CanaryRolloutRun(
        CanaryRolloutPlan plan, CanaryRolloutOptions options, IReadOnlyList<IStepGate> gates, Func<PodWait> wait,
        TimeProvider clock)
    {
        (_plan, _options, _wait, _clock) = (plan, options, wait, clock);
        _gates = new StepGates([new PodGate(clock), .. gates], options.OnInconclusive);
        _undo = new CanaryRolloutUndo(plan.Services, wait);
        _started = clock.GetUtcNow();
        HasCanaries = IsResumable = plan.Services.All(service => service.Creation is null);
    }

    /// <summary>Whether the canaries exist, so that a stop leaves something behind.</summary>
    public bool HasCanaries { get; private set; }

    /// <summary>Whether all canaries exist and say how far they are, so that another session can go on.</summary>
    public bool IsResumable { get; private set; }

    /// <summary>Whether all steps are passed; a stop does not end a promotion.</summary>
    public bool IsPromoting { get; private set; }

    private string Names => string.Join(", ", _plan.Services);

    /// <summary>Runs it.</summary>
    /// <param name="cancellationToken">
    /// Ends it between two writes; the canaries keep their shares, see <see cref="TakeBackAsync"/>.
    /// </param>
    /// <returns>What happens, as it happens; at the end one <see cref="CanaryRolloutEvent.Ended"/> each.</returns>
    /// <exception cref="ClusterException">
    /// What a write or a wait for pods ends with, when all is taken back. PartialFailure: something remains, and the
    /// message says what.
    /// </exception>
    public async IAsyncEnumerable<CanaryRolloutEvent> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new CanaryRolloutEvent.Began($"Starting canaries of {Names}");
        await CreateAsync(cancellationToken).ConfigureAwait(false);
        int weight = await WeightAsync(cancellationToken).ConfigureAwait(false);
        for (int index = _plan.Done; index < _plan.Steps.Count; index++)
        {
            if (_options.NotAfter is { } end && _clock.GetUtcNow() > end)
            {
                string late = $"step {index + 1} would begin after {end:u}";
                foreach (CanaryRolloutEvent over in Ended(CanaryRolloutOutcome.Paused, weight, late)) yield return over;
                yield break;
            }

            var move = StepMove.Observe;
            await foreach (CanaryRolloutEvent happening in
                StepAsync(index, cancellationToken).ConfigureAwait(false))
            {
                if (happening is CanaryRolloutEvent.StepOver { Step: var step })
                {
                    _steps.Add(step);
                    weight = step.Weight;
                    move = MoveAfter(step, move);
                }

                yield return happening;
            }

            if (move == StepMove.RollBack)
            {
                yield return new CanaryRolloutEvent.Began($"Rolling back the canaries of {Names}");
                await _undo.RunAsync().ConfigureAwait(false);
                foreach (CanaryRolloutEvent over in Ended(CanaryRolloutOutcome.RolledBack, 0, WhyAt(index + 1)))
                {
                    yield return over;
                }

                yield break;
            }

            await NoteAsync(index + 1, cancellationToken).ConfigureAwait(false);
            if (!_options.Pauses || index + 1 == _plan.Steps.Count) continue;
            string next = $"step {index + 1} of {_plan.Steps.Count} passed; the next is {_plan.Steps[index + 1]}%";
            foreach (CanaryRolloutEvent over in Ended(CanaryRolloutOutcome.Paused, weight, next)) yield return over;
            yield break;
        }

        yield return new CanaryRolloutEvent.Began($"Promoting the canaries of {Names}");
        IsPromoting = true;
        foreach (string sentence in await PromoteAsync().ConfigureAwait(false))
        {
            yield return new CanaryRolloutEvent.Warned(sentence);
        }

        foreach (CanaryRolloutEvent over in Ended(CanaryRolloutOutcome.Promoted, 0, "all steps passed"))
        {
            yield return over;
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (CanaryRolloutService service in _plan.Services.Where(service => service.Creation is not null))
            {
                HasCanaries = true;
                await CanaryCreation.RunAsync(
                    service.Session, service.Creation!, _wait(), new Progress<ClusterException>(), cancellationToken)
                    .ConfigureAwait(false);
            }

            await NoteAsync(_plan.Done, cancellationToken).ConfigureAwait(false);
            IsResumable = true;
        }
        catch (ClusterException cause)
        {
            throw await _undo.RunAsync(cause).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<CanaryRolloutEvent> StepAsync(
        int index, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scenes = new List<StepScene>();
        foreach (CanaryRolloutService service in _plan.Services)
        {
            yield return new CanaryRolloutEvent.Began($"Giving the canary of {service} {_plan.Steps[index]}%");
            (StepScene scene, IReadOnlyList<string> warnings) =
                await WeighAsync(service, index, cancellationToken).ConfigureAwait(false);
            foreach (string warning in warnings) yield return new CanaryRolloutEvent.Warned(warning);
            scenes.Add(scene);
        }

        await BeginGatesAsync(scenes, cancellationToken).ConfigureAwait(false);

        DateTimeOffset began = _clock.GetUtcNow();
        var verdicts = new Dictionary<StepScene, IReadOnlyList<GateVerdict>>();
        StepMove move;
        do
        {
            TimeSpan left = _options.StepDuration - (_clock.GetUtcNow() - began);
            TimeSpan pause = left > TimeSpan.Zero && left < _options.Interval ? left : _options.Interval;
            await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
            TimeSpan elapsed = _clock.GetUtcNow() - began;
            bool isOver = elapsed >= _options.StepDuration;
            foreach (StepScene scene in scenes)
            {
                verdicts[scene] = await _gates.LookAsync(scene, isOver, cancellationToken).ConfigureAwait(false);
                yield return new CanaryRolloutEvent.Looked(scene, _plan.Steps.Count, verdicts[scene], elapsed);
            }

            move = StepRules.Decide(
                [.. verdicts.Values.SelectMany(all => all)], isOver, elapsed >= _options.StepTimeout,
                _options.OnInconclusive);
        }
        while (move == StepMove.Observe);

        foreach (StepScene scene in scenes)
        {
            yield return new CanaryRolloutEvent.StepOver(new CanaryStep(
                scene.Name, scene.Namespace, scene.Step, _plan.Steps.Count, scene.Weight,
                StepRules.OutcomeOf(verdicts[scene]), StepRules.Reason(verdicts[scene]), began,
                _clock.GetUtcNow() - began, verdicts[scene])
            {
                Context = _plan.Services[0].Session.Context.Name,
            });
        }
    }

    /// <summary>Ends the rollout because of a stop: removes all canaries and gives stable all traffic.</summary>
    /// <exception cref="ClusterException">PartialFailure: which canaries remain, and why.</exception>
    public Task TakeBackAsync() => _undo.RunAsync();

    private async Task BeginGatesAsync(IEnumerable<StepScene> scenes, CancellationToken cancellationToken)
    {
        try
        {
            foreach (StepScene scene in scenes) await _gates.BeginAsync(scene, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException cause)
        {
            throw await _undo.RunAsync(cause).ConfigureAwait(false);
        }
    }

    /// <summary>What speaks against a step; with several services each with its name.</summary>
    private string WhyAt(int number) => string.Join(
        "; ", _steps.Where(step => step.Step == number && step.Outcome != CanaryStepOutcome.Passed)
            .Select(step => _plan.Services.Count == 1 ? step.Reason : $"{step.Name}: {step.Reason}").Distinct());

    private StepMove MoveAfter(CanaryStep step, StepMove before) =>
        before == StepMove.RollBack || step.Outcome == CanaryStepOutcome.Failed
            || (step.Outcome == CanaryStepOutcome.Inconclusive
                && _options.OnInconclusive != InconclusiveAction.Continue)
                ? StepMove.RollBack
                : StepMove.Advance;

    /// <summary>Gives a canary its share; a failure takes all of them back.</summary>
    private async Task<(StepScene Scene, IReadOnlyList<string> Warnings)> WeighAsync(
        CanaryRolloutService service, int index, CancellationToken cancellationToken)
    {
        try
        {
            var request = new WeightRequest(service.Namespace, service.Name, _plan.Steps[index])
            {
                Provider = service.Creation?.Provider,
                RouteObject = service.Creation?.RouteObject,
                Route = service.Creation?.RouteName,
                MaxReplicas = service.MaxReplicas,
                IgnoreOwner = service.Force,
            };
            WeightPlan plan = await WeightShift.PlanAsync(service.Session, request, cancellationToken)
                .ConfigureAwait(false);
            RequireNoMore(service, plan);
            TrafficSplit split = await WeightShift.ApplyAsync(service.Session, plan, _wait(), cancellationToken)
                .ConfigureAwait(false);
            var scene = new StepScene(
                service.Session, service.Namespace, service.Name, index + 1, split.CanaryWeight ?? 0,
                _clock.GetUtcNow(), split);
            return (scene, plan.Warnings);
        }
        catch (ClusterException) when (cancellationToken.IsCancellationRequested)
        {
            // A stop is no failure: the pods that were added are gone again, and the canary has the share of before.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (ClusterException cause)
        {
            throw await _undo.RunAsync(cause).ConfigureAwait(false);
        }
    }

    /// <summary>Shares that are made of pods can be larger than what was asked for, but never than the limit.</summary>
    private void RequireNoMore(CanaryRolloutService service, WeightPlan plan)
    {
        if (plan.After.CanaryWeight is not { } weight || !(weight > _options.MaxWeight)) return;
        throw InvalidInput.Of(
            "MaxWeight", _options.MaxWeight,
            $"does not allow the {weight}% that the canary of {service} would get: {string.Join(" ", plan.Warnings)}"
                .TrimEnd('.', ' '),
            "Raise -MaxReplicas or -MaxWeight, or use a provider that shares requests.");
    }

    /// <summary>What the canaries get before the first step of this run: nothing, unless it is resumed.</summary>
    private async Task<int> WeightAsync(CancellationToken cancellationToken)
    {
        if (_plan.Done == 0) return 0;
        CanaryRolloutService first = _plan.Services[0];
        int step = _plan.Steps[_plan.Done - 1];
        try
        {
            WeightPlan plan = await WeightShift.PlanAsync(
                first.Session,
                new WeightRequest(first.Namespace, first.Name, step) { IgnoreOwner = true, IgnoreReadiness = true },
                cancellationToken).ConfigureAwait(false);
            return plan.Before.CanaryWeight ?? step;
        }
        catch (ClusterException)
        {
            // Only shown; the next step says what is wrong.
            return step;
        }
    }

    /// <summary>Promotes all canaries; if one cannot run as stable, all are rolled back.</summary>
    private async Task<IReadOnlyList<string>> PromoteAsync()
    {
        var promotion = new CanaryRolloutPromotion(_plan.Services, _wait);
        try
        {
            await promotion.UpdateAsync().ConfigureAwait(false);
        }
        catch (ClusterException cause)
        {
            throw await _undo.RunAsync(cause).ConfigureAwait(false);
        }

        return await promotion.RemoveCanariesAsync().ConfigureAwait(false);
    }

    /// <summary>Writes on every canary how many steps are passed, so that any session can go on.</summary>
    private async Task NoteAsync(int done, CancellationToken cancellationToken)
    {
        var note = new RolloutNote(_plan.Steps, done);
        foreach (CanaryRolloutService service in _plan.Services)
        {
            IResources resources = service.Session.Resources;
            KubeObject canary = await resources.GetAsync(service.Canary, cancellationToken).ConfigureAwait(false);
            await ChangeSetRun.ApplyAsync(resources, [note.WriteTo(service.Canary, canary)]).ConfigureAwait(false);
        }
    }

    private IEnumerable<CanaryRolloutEvent> Ended(CanaryRolloutOutcome outcome, int weight, string reason) =>
        _plan.Services.Select(service =>
        {
            CanaryStep[] own =
                [.. _steps.Where(step => step.Name == service.Name && step.Namespace == service.Namespace)];
            int share = outcome == CanaryRolloutOutcome.Paused && own.Length > 0 ? own[^1].Weight : weight;
            return new CanaryRolloutEvent.Ended(new CanaryRolloutResult(
                service.Name, service.Namespace, outcome, service.FromImage, service.ToImage, share, reason,
                _clock.GetUtcNow() - _started, own)
            {
                Context = service.Session.Context.Name,
            });
        });
}
