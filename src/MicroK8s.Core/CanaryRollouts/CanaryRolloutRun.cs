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
    private readonly StepRun _step;
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
        _undo = new CanaryRolloutUndo(plan.Services, wait);
        var all = new StepGates([new PodGate(clock), .. gates], options.OnInconclusive);
        _step = new StepRun(plan, options, all, _undo, wait, clock);
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
                _step.RunAsync(index, cancellationToken).ConfigureAwait(false))
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

    /// <summary>Ends the rollout because of a stop: removes all canaries and gives stable all traffic.</summary>
    /// <exception cref="ClusterException">PartialFailure: which canaries remain, and why.</exception>
    public Task TakeBackAsync() => _undo.RunAsync();

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
