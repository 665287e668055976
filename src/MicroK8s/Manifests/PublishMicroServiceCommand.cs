using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Waiting;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Manifests;

[Cmdlet(
    VerbsData.Publish, "MicroService", DefaultParameterSetName = "Path", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PublishedObject))]
public sealed class PublishMicroServiceCommand : RolloutCmdlet
{
    private ManifestInput? _input;

    [Parameter(ParameterSetName = "Path", Mandatory = true, Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "InputObject", Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    [Parameter]
    [ValidatePattern("^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$")]
    public string? Application { get; set; }

    [Parameter]
    public SwitchParameter Prune { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task BeginAsync()
    {
        if (Prune && Application is null)
        {
            throw InvalidInput.Of("Prune", true, "needs -Application: only what has its label may be removed");
        }

        _input = new ManifestInput(BackendFactory.Create().Yaml, SessionState, Report);
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        foreach (string path in Path) _input?.AddPath(path);
        if (ParameterSetName == "InputObject") _input?.AddObject(InputObject);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync()
    {
        if (_input is null) return;
        _input.Complete();
        RequireManifests(_input);
        IClusterSession session = await ConnectAsync();
        var request = new PublishRequest(_input.Manifests, ResolveNamespace(session))
        {
            OnlyNamespace = GivenNamespace,
            Force = Force,
            Application = Application,
            Prune = Prune,
        };
        PublishPlan plan = await PublishPlanner.PlanAsync(session, request, StopToken);
        foreach (ClusterException fault in plan.Faults) Report(fault);
        foreach (string note in plan.Notes) WriteWarning(note);
        if (Wait && WaitRules.Unjudged(plan.Steps) is { } unjudged) WriteWarning(unjudged);
        if (!_input.HasFaults && plan.Faults.Count == 0) await ApplyAsync(session, plan);
        else WriteWarning("Nothing was written, because of the errors above.");
    }

    /// <summary>An empty set is a mistake, and with -Prune one that would remove the whole application.</summary>
    private void RequireManifests(ManifestInput input)
    {
        if (input.HasFaults || input.Manifests.Count > 0) return;
        throw InvalidInput.Of(
            ParameterSetName, Path.Length == 0 ? null : string.Join(", ", Path), "has no manifest",
            "Manifests are YAML or JSON; in a folder, files that end with .yaml, .yml or .json.");
    }

    private async Task ApplyAsync(IClusterSession session, PublishPlan plan)
    {
        var written = new List<(PublishStep Step, KubeObject Stored)>();
        foreach (PublishStep step in plan.Steps)
        {
            if (step != plan.Steps[0]) RestartDeadline();
            if (!step.IsNothing && !Agree(PublishPreview.Of(step), "Apply it?", [])) continue;
            try
            {
                KubeObject stored = await WriteAsync(
                    Unstopped(step, written.Select(one => one.Step)),
                    () => PublishRun.ApplyAsync(session, step, TimeLeft, TimeProvider.System, StopToken));
                written.Add((step, stored));
                if (!IsWaitedFor(step)) Write(session, step, stored);
            }
            catch (ClusterException exception)
            {
                Report(PublishRun.Halfway(plan, written.Select(one => one.Step), step, exception));
                return;
            }
        }

        await PruneAsync(session, plan);
        var waited = written.Where(one => IsWaitedFor(one.Step)).ToArray();
        if (waited.Length == 0) return;
        using IDisposable note = WarnOnStop(
            $"Stopped waiting; applied and kept: {string.Join(", ", waited.Select(one => one.Step.Target))}.");
        foreach ((PublishStep step, KubeObject stored) in waited)
        {
            if (waited.Length > 1) RestartDeadline();
            await WaitAsync(session, step, stored);
        }
    }

    private static string Unstopped(PublishStep step, IEnumerable<PublishStep> done)
    {
        string[] before = [.. done.Select(one => one.Target.ToString())];
        return $"Stopped; this may be applied: {step.Target}."
            + (before.Length == 0 ? "" : $" Applied before and kept: {string.Join(", ", before)}.");
    }

    private async Task PruneAsync(IClusterSession session, PublishPlan plan)
    {
        foreach (ObjectDeletion step in plan.Prunes)
        {
            RestartDeadline();
            if (!AgreeToRemove(PublishPreview.Of(step), [], Force)) continue;
            try
            {
                await WriteAsync(
                    $"Stopped, but carried out to its end: {step.Effect}.",
                    () => PublishRun.PruneAsync(session.Resources, step));
                WriteObject(PublishRun.Describe(step, session.Context.Name, KubeConfigInUse()));
            }
            catch (ClusterException exception)
            {
                Report(exception);
            }
        }
    }

    private async Task WaitAsync(IClusterSession session, PublishStep step, KubeObject stored)
    {
        try
        {
            if (IsWorkload(step)) stored = await WaitForRolloutAsync(session, stored);
            else if (step.Target.Type == ResourceTypes.Job) stored = await WaitForJobAsync(session, stored);
            else await WaitForKindAsync(session, step.Target.Name);
            Write(session, step, stored);
        }
        catch (ClusterException exception)
        {
            // The other workloads of the set may be ready all the same.
            Report(exception);
        }
    }

    private Task<KubeObject> WaitForJobAsync(IClusterSession session, KubeObject job) =>
        RolloutProgressReporter.ShowAsync(
            this, $"Running {job.Namespace}/{job.Name}",
            progress => JobWait.RunAsync(session, job, TimeLeft, progress, TimeProvider.System, StopToken));

    private Task WaitForKindAsync(IClusterSession session, string definition) =>
        NewKind.WaitAsync(session.Resources, definition, TimeLeft, TimeProvider.System, StopToken);

    private bool IsWaitedFor(PublishStep step) =>
        Wait && (IsWorkload(step) || step.Target.Type == ResourceTypes.Job
            || step.Target.Type.Kind == "CustomResourceDefinition");

    private static bool IsWorkload(PublishStep step) =>
        WorkloadKinds.All.Any(kind => kind.Type() == step.Target.Type);

    private void Write(IClusterSession session, PublishStep step, KubeObject stored) =>
        WriteObject(PublishRun.Describe(step, stored, session.Context.Name, KubeConfigInUse()));
}
