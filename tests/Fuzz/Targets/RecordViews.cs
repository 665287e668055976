using MicroK8s.Addresses;
using MicroK8s.Changes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Inspection;
using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Services;
using MicroK8s.Traffic;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Fuzz;

/// <summary>What the cmdlets do with objects, one after the other, without a cmdlet.</summary>
internal static class RecordViews
{
    private const string Context = "fuzz";
    private const string Space = "shop";
    private const string Service = "web";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static IReadOnlyList<Func<FakeSession, Task>> All { get; } =
    [
        ServicesAsync, WatchedServicesAsync, PodsAsync, EventsAsync, TrafficAsync, HealthAsync, ExportAsync, ReachAsync,
        session => EachAsync(session, HistoryAsync),
        session => EachAsync(session, RolloutAsync),
        session => EachAsync(session, RollbackAsync),
        session => EachAsync(session, ComparisonAsync),
        session => EachAsync(session, ChangeAsync),
        session => EachAsync(session, RestartAsync),
        session => EachAsync(session, ChoiceAsync),
        RemovalAsync, WeightAsync, CanaryAsync, StableAsync, OutlineAsync,
    ];

    private static ServiceQuery Query => new(Space, [], _ => true);

    private static async Task EachAsync(FakeSession session, Func<FakeSession, KubeObject, Task> view)
    {
        foreach (KubeObject workload in WorkloadKinds.All.SelectMany(kind => session.Of(kind.Type())))
        {
            try
            {
                await view(session, workload).ConfigureAwait(false);
            }
            catch (ClusterException)
            {
                // The next workload is another matter.
            }
        }
    }

    private static async Task ServicesAsync(FakeSession session)
    {
        await foreach (MicroService service in MicroServiceReader.ReadAsync(
            session, Query, Describe, Ignore, Ignore, CancellationToken.None).ConfigureAwait(false))
        {
            _ = $"{service}";
        }
    }

    private static async Task WatchedServicesAsync(FakeSession session)
    {
        var mirror = new MicroServiceCache(
            [ResourceTypes.Deployment, .. AddressMap.Types], _ => true, Describe);
        foreach (ResourceType type in AddressMap.Types.Append(ResourceTypes.Deployment))
        {
            await foreach (WatchEvent change in session
                .WatchAsync(new ResourceQuery(type, Space), CancellationToken.None).ConfigureAwait(false))
            {
                mirror.Apply(change);
            }
        }

        _ = mirror.TakeNews();
    }

    private static MicroService Describe(KubeObject workload, AddressMap reach) =>
        MicroServiceRules.Describe(workload, reach, Context, kubeConfig: null, Now);

    private static async Task PodsAsync(FakeSession session)
    {
        await foreach (var (pod, owner) in PodReader.ReadAsync(
            session, Query, _ => { }, Ignore, Ignore, CancellationToken.None).ConfigureAwait(false))
        {
            MicroServicePod record = PodRecordRules.Describe(pod, owner, Context, kubeConfig: null, Now);
            _ = $"{record} {string.Join(' ', record.Containers)}";
        }

        // A pod without a readable owner is seen nowhere above.
        foreach (KubeObject pod in session.Of(ResourceTypes.Pod)) _ = PodStatusRules.Of(pod);
    }

    private static async Task EventsAsync(FakeSession session)
    {
        var events = await EventReader.ReadAsync(
            session, Query, null, _ => { }, Ignore, Ignore, CancellationToken.None).ConfigureAwait(false);
        foreach (MicroServiceEvent record in EventMapper.Group(events, Context, kubeConfig: null)) _ = $"{record}";
        var owner = new PodOwner(Service, WorkloadKind.Deployment, 1);
        _ = EventMapper.Group(session.Of(ResourceTypes.Event).Select(item => (item, owner)), Context, kubeConfig: null);
    }

    private static async Task TrafficAsync(FakeSession session)
    {
        foreach (TrafficSplit split in await TrafficSplits
            .ReadAsync(session, Space, provider: null, Ignore, CancellationToken.None).ConfigureAwait(false))
        {
            _ = $"{split}";
        }
    }

    private static async Task HealthAsync(FakeSession session)
    {
        foreach (IHealthCheck check in HealthChecks.All)
        {
            IAsyncEnumerable<HealthFinding> findings = HealthRun.RunAsync(
                [check], new HealthScope(session, [], TimeProvider.System), TimeSpan.FromMinutes(1), CancellationToken.None);
            await foreach (HealthFinding finding in findings.ConfigureAwait(false)) _ = $"{finding}";
        }
    }

    private static Task ExportAsync(FakeSession session) => EachAsync(session, async (_, workload) =>
        await ServiceExport.ReadAsync(session, workload, true, true, CancellationToken.None).ConfigureAwait(false));

    private static async Task ReachAsync(FakeSession session) => await ServiceResolver.ResolveAsync(
        session, Service, Space, null, null, null, Ignore, CancellationToken.None).ConfigureAwait(false);

    private static async Task HistoryAsync(FakeSession session, KubeObject workload)
    {
        foreach (RolloutRevision revision in await RevisionReport
            .ReadAsync(session, workload, null, Now, CancellationToken.None).ConfigureAwait(false))
        {
            _ = $"{revision}";
        }
    }

    private static async Task RolloutAsync(FakeSession session, KubeObject workload)
    {
        WorkloadKind kind = WorkloadKinds.Of(workload);
        var snapshot = new RolloutSnapshot(workload, workload, Now)
        {
            Revisions = session.Of(RevisionObjects.TypeFor(kind)),
            Pods = session.Of(ResourceTypes.Pod),
            Events = session.Of(ResourceTypes.Event),
        };
        _ = RolloutProgressRules.Of(snapshot, "", TimeSpan.Zero);
        _ = RolloutCauses.Find(snapshot);
        RolloutVerdict.Failed verdict = RolloutRules.Judge(snapshot) as RolloutVerdict.Failed
            ?? RolloutRules.TimedOut(snapshot, TimeSpan.FromMinutes(5));
        throw await RolloutReport.MakeAsync(
            session, workload, verdict, TimeSpan.Zero, TimeSpan.Zero, TimeProvider.System, CancellationToken.None)
            .ConfigureAwait(false);
    }

    private static async Task RollbackAsync(FakeSession session, KubeObject workload)
    {
        RollbackPlan plan = await RollbackRun.PlanAsync(
            session, workload, new RollbackGoal { IgnoreOwner = true }, CancellationToken.None).ConfigureAwait(false);
        _ = await RollbackRun.WarnAsync(session, plan, CancellationToken.None).ConfigureAwait(false);
        _ = $"{plan.Patch}";
    }

    private static async Task ComparisonAsync(FakeSession session, KubeObject workload) =>
        await new RevisionComparison(1, null, ShowsValues: true)
            .ReadAsync(session, workload, null, CancellationToken.None).ConfigureAwait(false);

    private static async Task ChangeAsync(FakeSession session, KubeObject workload)
    {
        KeyValuePair<string, object?>[] fields =
        [
            new("Image", "shop/web:v9"), new("Port", "http:80:8080"), new("Label", "team=shop"), new("Environment", "A=b"),
            new("LivenessProbe", "/live:8080"), new("Request", "cpu=1"), new("DisruptionBudget", "1"),
        ];

        // One of them each time: a plan is the most expensive of all views.
        var change = ServiceChange.Read([fields[workload.Name.Length % fields.Length]], null, null, null);
        _ = await ServiceChangePlanner.PlanAsync(session, workload, change, CancellationToken.None).ConfigureAwait(false);
    }

    private static Task RestartAsync(FakeSession session, KubeObject workload)
    {
        _ = RestartPlanner.Caveat(workload);
        _ = RestartPlanner.Plan(workload, Now, run: null);
        return Task.CompletedTask;
    }

    private static Task ChoiceAsync(FakeSession session, KubeObject workload)
    {
        KubeObject pod = PodChoice.Pod(workload, session.Of(ResourceTypes.Pod), null);
        _ = PodChoice.Container(pod, null);
        return Task.CompletedTask;
    }

    private static async Task RemovalAsync(FakeSession session) => await ServiceRemovalPlanner.PlanAsync(
        session, Service, Space, null, force: true, CancellationToken.None).ConfigureAwait(false);

    private static async Task WeightAsync(FakeSession session)
    {
        var request = new WeightRequest(Space, Service, 25)
        {
            IgnoreOwner = true,
            Rescale = true,
            Requests = new RequestRules { Matches = [RequestMatch.Header("x-beta=true")], MirrorPercent = 100 },
        };
        WeightPlan plan = await WeightShift.PlanAsync(session, request, CancellationToken.None).ConfigureAwait(false);
        foreach (ObjectPatch write in plan.Writes.OfType<ObjectPatch>()) _ = $"{write.Patch}";
    }

    private static async Task CanaryAsync(FakeSession session)
    {
        var request = new CanaryRequest(Space, "api", ImageReference.Parse("shop/api:v2")) { IgnoreOwner = true };
        _ = await CanaryCreation.PlanAsync(session, request, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task StableAsync(FakeSession session) => await CanaryTraffic.PlanRouteToStableAsync(
        session, Space, Service, canaryGoes: true, ignoreOwner: true, CancellationToken.None).ConfigureAwait(false);

    private static Task OutlineAsync(FakeSession session)
    {
        foreach (KubeObject item in session.Of(ResourceTypes.Service).Concat(session.Of(ResourceTypes.Deployment)))
        {
            _ = NewObjectOutline.Lines(new System.Text.Json.Nodes.JsonObject { ["kind"] = item.Kind }, item);
        }

        return Task.CompletedTask;
    }

    private static void Ignore(ClusterException exception)
    {
    }
}
