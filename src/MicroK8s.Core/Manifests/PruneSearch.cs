using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Manifests;

/// <summary>
/// Finds what an earlier publication of an application made and this one no longer has: objects with the label of the
/// application that this module applied, in the namespaces of the set. What another tool made or applies is never among
/// them, nor what holds data or other objects: namespaces, volumes and their claims, and definitions of kinds.
/// </summary>
internal sealed class PruneSearch(IClusterSession session, PublishRequest request)
{
    /// <summary>Kinds that are looked at even if the set has none of them.</summary>
    private static readonly (string Group, string Kind)[] Usual =
    [
        ("", "ConfigMap"), ("", "Secret"), ("", "Service"), ("", "ServiceAccount"),
        ("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "DaemonSet"),
        ("batch", "Job"), ("batch", "CronJob"), ("autoscaling", "HorizontalPodAutoscaler"),
        ("networking.k8s.io", "Ingress"), ("networking.k8s.io", "NetworkPolicy"), ("policy", "PodDisruptionBudget"),
        ("rbac.authorization.k8s.io", "Role"), ("rbac.authorization.k8s.io", "RoleBinding"),
    ];

    private static readonly string[] Never =
        ["Namespace", "PersistentVolumeClaim", "PersistentVolume", "CustomResourceDefinition"];

    private readonly List<string> _notes = [];

    /// <summary>What could not be looked at.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What is to go, in the reverse of the order in which it would be made.</summary>
    public async Task<IReadOnlyList<ObjectDeletion>> FindAsync(
        IReadOnlyList<PublishStep> steps, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResourceType> served = await session.Discovery.ListAsync(cancellationToken).ConfigureAwait(false);
        ResourceType[] types =
        [
            .. served.Where(type => Usual.Contains((type.Group, type.Kind)))
                .Concat(steps.Where(step => !step.IsKindNew).Select(step => step.Target.Type))
                .Where(type => !Never.Contains(type.Kind)).DistinctBy(type => (type.Group, type.Kind)),
        ];
        IEnumerable<string> used = steps.Select(step => step.Target.Namespace).OfType<string>();
        string[] spaces = [.. used.Append(request.DefaultNamespace).Distinct()];
        var kept = steps.Select(step => step.Live?.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var found = new List<ObjectDeletion>();
        foreach (ResourceType type in types)
        {
            string?[] places = type.Namespaced ? spaces : new string?[] { null };
            foreach (string? space in places)
            {
                await AddAsync(type, space, kept, found, cancellationToken).ConfigureAwait(false);
            }
        }

        return [.. found.OrderByDescending(step => ManifestOrder.RankOf(step.Target.Type))];
    }

    private async Task AddAsync(
        ResourceType type, string? space, HashSet<string> kept, List<ObjectDeletion> found,
        CancellationToken cancellationToken)
    {
        var query = new ResourceQuery(type, space) { LabelSelector = $"{ServiceLabels.PartOf}={request.Application}" };
        IReadOnlyList<KubeObject> items = await session.Resources.ReadAllOrAbsentAsync(
            query,
            _ => _notes.Add($"Objects of kind {type.Kind} are not pruned, if there are any: you may not list them."),
            cancellationToken).ConfigureAwait(false);
        foreach (KubeObject item in items)
        {
            if (IsOurs(item) && !item.IsBeingDeleted && kept.Add(item.Uid)) Add(type, item, found);
        }
    }

    private static bool IsOurs(KubeObject item) =>
        item.ControllerUid is null && FieldOwners.Of(item.ToNode()).Any(FieldOwners.IsApplied);

    private void Add(ResourceType type, KubeObject item, List<ObjectDeletion> found)
    {
        var target = new ResourceRef(type, item.Namespace, item.Name);
        if (FieldOwners.OtherMaker(item.ToNode()) is { } other) _notes.Add($"{target} stays: it is also of {other}.");
        else found.Add(new ObjectDeletion(target, item));
    }
}
