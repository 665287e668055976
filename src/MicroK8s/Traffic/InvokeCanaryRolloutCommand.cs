using System.Management.Automation;
using System.Threading.Channels;
using MicroK8s.CanaryRollouts;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Evidence;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(
    VerbsLifecycle.Invoke, "CanaryRollout", DefaultParameterSetName = Begin, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CanaryStep), typeof(CanaryRolloutResult))]
public sealed partial class InvokeCanaryRolloutCommand : NamespacedCmdlet
{
    private const string Begin = "Begin";
    private const string Going = "Resume";

    private readonly List<CanaryRequest> _requests = [];
    private IClusterSession? _session;
    private string? _kubeConfig;
    private bool _isRefused;
    private bool _hasFailed;

    // Of the planning and of each wait for pods: a rollout itself takes as long as its steps.
    private protected override TimeSpan? TimeLimit => Timeout;

    private protected override ClusterException DescribeTimeout(TimeSpan limit) => CallTimeout.Of(this, limit);

    private protected override async Task ProcessAsync()
    {
        // Services advance together or not at all: what is wrong with one of them ends it for all.
        bool wasRefused = _isRefused;
        _isRefused = true;
        IClusterSession session = await ConnectAsync();
        RequireOneCluster(session);
        foreach (string name in Name)
        {
            string space = ResolveNamespace(session);
            if (IsKnown(name, space)) continue;
            _requests.Add(new CanaryRequest(space, name, Resume ? NoImage : ImageReference.Parse(Image))
            {
                Container = Container,
                Provider = Provider,
                Replicas = Replicas,
                MaxReplicas = MaxReplicas,
                RouteObject = RouteObject,
                Route = RouteName,
                IgnoreOwner = Force,
                Run = PipelineRun,
            });
        }

        _isRefused = wasRefused;
    }

    private void RequireOneCluster(IClusterSession session)
    {
        if (_session is not null && !ReferenceEquals(_session, session))
        {
            throw InvalidInput.Of(
                "Context", session.Context.Name,
                $"is not the cluster of the services before, which is '{_session.Context.Name}'",
                "Services that advance together are in one cluster. Roll out the others with a command of their own.");
        }

        (_session, _kubeConfig) = (session, KubeConfigInUse());
    }

    /// <summary>Records of one service, as the steps of a paused rollout are, mean it once.</summary>
    private bool IsKnown(string name, string space)
    {
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            throw InvalidInput.Of(
                "Name", name, "does not accept wildcards", $"Select them first: Get-MicroService '{name}' | ...");
        }

        CanaryRequest? known = _requests.FirstOrDefault(one => one.Name == name && one.Namespace == space);
        return known is not null && (Resume || known.Image.Text == Image
            ? true
            : throw InvalidInput.Of(
                "Image", Image, $"is a second image for {space}/{name}, after '{known.Image.Text}'"));
    }

    private protected override async Task EndAsync()
    {
        if (_isRefused || _session is not { } session) return;
        CanaryRolloutOptions options = Options();
        _ = options.EffectiveSteps();
        MetricCriterion[] criteria = [.. Criteria(options)];
        MetricQuery[] queries = [.. Metric.Select(MetricQuery.Read)];
        bool asksMetrics = criteria.Length + queries.Length > 0;
        RequireUse(asksMetrics);
        using MetricGates? metrics = asksMetrics
            ? await MetricGates.OpenAsync(session, PrometheusUri, PrometheusService, StopToken)
            : null;
        List<IStepGate> gates = Gates(metrics, criteria, queries);
        CanaryRolloutPlan plan = Resume
            ? await CanaryRolloutPlan.ResumeAsync(
                session, [.. _requests.Select(request => (request.Namespace, request.Name))], options, PipelineRun,
                Force, StopToken)
            : await CanaryRolloutPlan.BeginAsync(session, _requests, options, StopToken);
        if (!Agree(plan.Description, "Do it?", plan.Warnings)) return;

        var run = new CanaryRolloutRun(plan, options, gates, WaitForPods, TimeProvider.System);
        var events = Channel.CreateUnbounded<CanaryRolloutEvent>();
        LiftDeadline();
        using IDisposable note = OnStop(() => WarnHost(WhatRemains(run, plan)));
        Task driving = Writes.Track(DriveAsync(run, events.Writer));
        var progress = new CanaryRolloutProgress(this, plan);
        await foreach (CanaryRolloutEvent happening in events.Reader.ReadAllAsync(StopToken))
        {
            progress.Show(happening);
            Emit(happening);
        }

        progress.End();
        await driving;
    }

    /// <summary>What a person who stops it is told.</summary>
    private string WhatRemains(CanaryRolloutRun run, CanaryRolloutPlan plan)
    {
        string names = string.Join(", ", plan.Services);
        string they = plan.Services.Count == 1 ? $"the canary of {names}" : $"the canaries of {names}";
        if (run.IsPromoting) return $"Stopped, but carried out to its end: {they} will be promoted.";
        if (TakesBack(run)) return $"Stopped: {they} will be removed, and stable gets all traffic.";
        IEnumerable<string> advice = plan.Services.GroupBy(service => service.Namespace).Select(space =>
        {
            string own = $"{string.Join(", ", space.Select(service => service.Name))} -Namespace {space.Key}";
            return $"continue with Invoke-CanaryRollout {own} -Resume, or remove with Remove-Canary {own}";
        });
        return $"Stopped: {they} will keep the current share; {string.Join("; ", advice)}.";
    }

    /// <summary>What nobody can resume yet has no traffic either, and is not left behind.</summary>
    private bool TakesBack(CanaryRolloutRun run) => !run.IsPromoting && (RollbackOnStop || !run.IsResumable);

    /// <summary>Runs off the pipeline, so that a stop cannot leave a canary half taken back.</summary>
    private async Task DriveAsync(CanaryRolloutRun run, ChannelWriter<CanaryRolloutEvent> events)
    {
        try
        {
            await foreach (CanaryRolloutEvent happening in run.RunAsync(StopToken).ConfigureAwait(false))
            {
                events.TryWrite(happening);
            }
        }
        catch (OperationCanceledException) when (run.HasCanaries && TakesBack(run))
        {
            await run.TakeBackAsync().ConfigureAwait(false);
        }
        finally
        {
            events.TryComplete();
        }
    }

    private void Emit(CanaryRolloutEvent happening)
    {
        switch (happening)
        {
            case CanaryRolloutEvent.Warned { Text: var text }:
                WriteWarning(text);
                break;
            case CanaryRolloutEvent.StepOver { Step: var step }:
                _hasFailed |= step.Outcome == CanaryStepOutcome.Failed;
                WriteObject(step with { KubeConfig = _kubeConfig });
                break;
            case CanaryRolloutEvent.Ended { Result: var result }:
                WriteObject(result with { KubeConfig = _kubeConfig });
                if (result.Outcome == CanaryRolloutOutcome.RolledBack) Report(Failure(result));
                break;
        }
    }

    /// <summary>What failed for one service failed for all that advance with it.</summary>
    private ClusterException Failure(CanaryRolloutResult result) => new(
        _hasFailed ? ClusterFault.GateFailed : ClusterFault.GateInconclusive,
        $"The canary of {result.Namespace}/{result.Name} was rolled back: {result.Reason}.", result,
        "The steps and what each gate said are in $Error[0].TargetObject.Steps.");

    private CanaryRolloutOptions Options()
    {
        if (NotAfter is { } end && end <= DateTimeOffset.Now)
        {
            throw InvalidInput.Of("NotAfter", $"{end:yyyy-MM-dd HH:mm:ss zzz}", "is in the past");
        }

        return new CanaryRolloutOptions
        {
            Steps = Steps,
            StepDuration = StepDuration,
            StepTimeout = StepTimeout < StepDuration ? StepDuration : StepTimeout,
            Interval = Interval,
            NotAfter = NotAfter,
            Pauses = Pause,
            OnInconclusive = OnInconclusive,
            MaxWeight = MaxWeight,
        };
    }

    private List<IStepGate> Gates(
        MetricGates? metrics, IEnumerable<MetricCriterion> criteria, IEnumerable<MetricQuery> queries)
    {
        var gates = new List<IStepGate>();
        if (metrics is not null)
        {
            gates.AddRange(criteria.Select(criterion => metrics.Of(criterion, MetricSource)));
            gates.AddRange(queries.Select(metrics.Of));
        }

        if (HealthCheck.Length > 0)
        {
            gates.Add(new HealthGate(HealthCheckSelection.Choose("HealthCheck", HealthCheck, []), TimeProvider.System));
        }

        gates.AddRange(Gate.Select((script, index) =>
            new ScriptGate(script, Gate.Length == 1 ? "Gate" : $"Gate {index + 1}")));
        return gates;
    }

    /// <summary>Each of them may roll back at each step, so together they share the rate of false rollbacks.</summary>
    private IEnumerable<MetricCriterion> Criteria(CanaryRolloutOptions options)
    {
        if (MaxRegression == 0 && SuccessRate is null && Latency.Length == 0)
        {
            throw InvalidInput.Of("MaxRegression", 0, "compares nothing, so it needs -SuccessRate or -Latency");
        }

        bool hasSuccess = SuccessRate is not null || (MaxRegression is not null && Latency.Length == 0);
        int tests = (Latency.Length + (hasSuccess ? 1 : 0)) * options.EffectiveSteps().Count;
        ErrorRates errors = new ErrorRates(ErrorRate / 100, ErrorRate / 100).SharedBy(tests);
        double? margin = (MaxRegression ?? 1) is > 0 and var points ? points / 100 : null;
        if (hasSuccess) yield return MetricCriterion.Success(SuccessRate, margin, errors);
        foreach (string text in Latency) yield return MetricCriterion.Latency(text, margin, errors);
    }

    /// <summary>What would be ignored is refused.</summary>
    private void RequireUse(bool asksMetrics)
    {
        string? unused = asksMetrics ? null
            : PrometheusUri is not null ? nameof(PrometheusUri)
            : PrometheusService is not null ? nameof(PrometheusService)
            : MetricSource is not null ? nameof(MetricSource)
            : null;
        if (unused is not null)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"-{unused} needs a gate that uses it: -SuccessRate, -Latency, -MaxRegression or -Metric.", unused);
        }

        PrometheusConnection.CheckOne(PrometheusUri, PrometheusService);
    }

    /// <summary>Each wait has its whole time; how far pods are is told by the steps.</summary>
    private PodWait WaitForPods() => new(
        Timeout, new Progress<Waiting.RolloutProgress>(), TimeProvider.System);
}
