using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Makes microservices: all their objects or none.</summary>
public static class ServiceCreation
{
    /// <summary>
    /// Lets the server check every object without storing any, all at once: namespace, names, quota, admission, rights.
    /// Where some are there and others are not, what is there is compared.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">What will be made.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the server would store, and what is there already of a service that was begun.</returns>
    /// <exception cref="ClusterException">
    /// NamespaceNotFound, AlreadyExists, QuotaExceeded, AccessDenied, InvalidSpec.
    /// </exception>
    public static async Task<CreationCheck> CheckAsync(
        IResources resources, ServicePlan plan, CancellationToken cancellationToken)
    {
        Task<KubeObject?> other = FindOtherKindAsync(resources, plan.Workload.Target, cancellationToken);
        Task<(KubeObject? Tried, ClusterException? Taken)>[] tries =
            [.. plan.Objects.Select(planned => TryAsync(resources, planned, cancellationToken))];
        if (await other.ConfigureAwait(false) is { } found) throw Taken(WorkloadKinds.RefOf(found));
        (KubeObject? Tried, ClusterException? Taken)[] answers = await Task.WhenAll(tries).ConfigureAwait(false);
        IReadOnlyList<KubeObject?> tried = [.. answers.Select(answer => answer.Tried)];
        ObjectCreation[] taken = [.. plan.Objects.Where((_, index) => answers[index].Taken is not null)];
        if (taken.Length == 0) return new CreationCheck(tried, [.. tried.Select(_ => (KubeObject?)null)]);
        ClusterException fault = answers.Select(answer => answer.Taken).First(cause => cause is not null)!;
        return taken.Length == answers.Length ? throw fault : new CreationCheck(
            tried, await ReadBegunAsync(resources, plan, taken, fault, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What the caller should know of a service that was left incomplete. Null if none was.</summary>
    /// <param name="plan">What to make.</param>
    /// <param name="check">What <see cref="CheckAsync"/> found.</param>
    public static string? Note(ServicePlan plan, CreationCheck check)
    {
        if (!check.Completes) return null;
        ILookup<bool, ObjectCreation> objects =
            plan.Objects.Zip(check.Present).ToLookup(pair => pair.Second is not null, pair => pair.First);
        return $"Microservice {plan.Spec.Namespace}/{plan.Spec.Name} was left incomplete and is completed now. "
            + $"Missing: {UnfinishedService.List(objects[false])}. "
            + $"Already as wanted: {UnfinishedService.List(objects[true])}.";
    }

    /// <summary>
    /// Makes every object that is not there. Cannot be cancelled: a stop between two would leave half a service.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">What to make.</param>
    /// <param name="check">What <see cref="CheckAsync"/> found.</param>
    /// <returns>The workload.</returns>
    /// <exception cref="ClusterException">
    /// As the server says; nothing remains then. PartialFailure: something does, and the message says what.
    /// </exception>
    public static async Task<KubeObject> ApplyAsync(IResources resources, ServicePlan plan, CreationCheck check)
    {
        IEnumerable<ObjectCreation> missing = plan.Objects.Where((_, index) => check.Present[index] is null);
        IReadOnlyList<WrittenObject> made;
        try
        {
            made = await ChangeSetRun.ApplyAsync(resources, missing, IsCompletedAsync).ConfigureAwait(false);
        }
        catch (ClusterException cause)
        {
            throw Unfinished(plan, check, cause);
        }

        return made.Count == 0 ? throw Taken(plan.Workload.Target) : check.Present[0] ?? made[0].After!;

        // Another session may complete the same service at the same time.
        async Task<bool> IsCompletedAsync(ObjectWrite write, ClusterException cause) =>
            cause.Fault == ClusterFault.AlreadyExists && write.Target != plan.Workload.Target
            && await IsSameAsync(resources, plan, (ObjectCreation)write).ConfigureAwait(false);
    }

    /// <summary>What is there of a service that was begun, object by object; null for what is not.</summary>
    /// <exception cref="ClusterException">AlreadyExists: it is not what the plan would make.</exception>
    private static async Task<IReadOnlyList<KubeObject?>> ReadBegunAsync(
        IResources resources, ServicePlan plan, ObjectCreation[] taken, ClusterException fault,
        CancellationToken cancellationToken)
    {
        KubeObject?[] there = [];
        try
        {
            there = await Task.WhenAll(plan.Objects.Select(planned => taken.Contains(planned)
                ? resources.FindAsync(planned.Target, cancellationToken)
                : Task.FromResult<KubeObject?>(null))).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            // Who may make a service need not be allowed to read it; then the name is simply taken.
        }

        if (there.Count(item => item is not null) < taken.Length) throw fault;
        foreach ((ObjectCreation planned, KubeObject? present) in plan.Objects.Zip(there))
        {
            if (present is not null && !UnfinishedService.IsOwn(present)) throw Taken(planned.Target, fault);
        }

        foreach ((ObjectCreation planned, KubeObject? present) in plan.Objects.Zip(there))
        {
            if (present is not null)
            {
                await CheckSameAsync(resources, plan, taken, planned, present, cancellationToken).ConfigureAwait(false);
            }
        }

        return there;
    }

    private static async Task CheckSameAsync(
        IResources resources, ServicePlan plan, ObjectCreation[] taken, ObjectCreation planned, KubeObject present,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<string> fields;
        try
        {
            fields = await UnfinishedService.CompareAsync(resources, plan, planned, present, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault is not ClusterFault.Unreachable)
        {
            throw UnfinishedService.Fault(
                plan, taken, $"{planned.Target} cannot be compared ({exception.Message.TrimEnd('.')})", exception);
        }

        if (fields.Count > 0)
        {
            throw UnfinishedService.Fault(
                plan, taken, $"{planned.Target} differs in {UnfinishedService.List(fields)}");
        }
    }

    /// <summary>Whether what has taken a name in between is just what was to be made.</summary>
    private static async Task<bool> IsSameAsync(IResources resources, ServicePlan plan, ObjectCreation planned)
    {
        try
        {
            return await resources.FindAsync(planned.Target, CancellationToken.None).ConfigureAwait(false) is { } there
                && UnfinishedService.IsOwn(there)
                && (await UnfinishedService.CompareAsync(resources, plan, planned, there, CancellationToken.None)
                    .ConfigureAwait(false)).Count == 0;
        }
        catch (ClusterException)
        {
            return false;
        }
    }

    /// <summary>A failure that leaves a service as unfinished as it was says so.</summary>
    private static ClusterException Unfinished(ServicePlan plan, CreationCheck check, ClusterException fault)
    {
        if (!check.Completes) return fault;
        IEnumerable<ObjectCreation> before = plan.Objects.Where((_, index) => check.Present[index] is not null);
        return new ClusterException(
            fault.Fault,
            $"{fault.Message} The microservice is still incomplete; of it there is only "
            + $"{UnfinishedService.List(before)}.",
            fault.Target,
            $"Fix the cause and run the command again, or run "
            + $"{AdvisedCommand.For("Remove-MicroService", plan.Spec.Name, plan.Spec.Namespace)}.", fault);
    }

    private static async Task<(KubeObject? Tried, ClusterException? Taken)> TryAsync(
        IResources resources, ObjectCreation planned, CancellationToken cancellationToken)
    {
        try
        {
            return (await DryRun.TryAsync(() => resources.CreateAsync(
                planned.Type, planned.Manifest, dryRun: true, cancellationToken)).ConfigureAwait(false), null);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AlreadyExists)
        {
            return (null, Taken(planned.Target, exception));
        }
    }

    /// <summary>A workload of another kind is the microservice of this name as well. Null if there is none.</summary>
    private static async Task<KubeObject?> FindOtherKindAsync(
        IResources resources, ResourceRef workload, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<KubeObject> found = await WorkloadLookup
                .FindAllAsync(resources, workload.Name, workload.Namespace!, kind: null, cancellationToken)
                .ConfigureAwait(false);
            return found.FirstOrDefault(item => item.Kind != workload.Type.Kind);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            // Who may make a service need not be allowed to read others.
            return null;
        }
    }

    private static ClusterException Taken(ResourceRef target, ClusterException? cause = null)
    {
        bool isWorkload = WorkloadKinds.All.Any(kind => kind.Type() == target.Type);
        return new ClusterException(
            ClusterFault.AlreadyExists, $"{target} already exists. Nothing was changed.", target.Name,
            isWorkload
                ? "Change it with Set-MicroService, or choose another name."
                : "It belongs to no microservice of this name. Choose another name, or remove it: "
                    + $"kubectl delete {target.Type} {target.Name} --namespace {target.Namespace}.",
            cause);
    }
}
