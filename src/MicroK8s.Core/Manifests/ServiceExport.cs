using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Manifests;

/// <summary>
/// Collects what a microservice consists of, whoever made it: its workload, the Services that select its pods, what
/// leads to those or scales and guards the workload, and what its pods refer to.
/// </summary>
public sealed class ServiceExport
{
    private static readonly ResourceType ServiceAccount = new("", "v1", "serviceaccounts", "ServiceAccount");

    private readonly IClusterSession _session;
    private readonly KubeObject _workload;
    private readonly List<KubeObject> _found = [];
    private readonly List<string> _notes = [];

    private ServiceExport(IClusterSession session, KubeObject workload)
    {
        _session = session;
        _workload = workload;
    }

    /// <summary>The objects as manifests, in the order in which they can be made.</summary>
    public IReadOnlyList<JsonObject> Manifests { get; private set; } = [];

    /// <summary>What belongs to the service but is not exported, for people.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Exports one service.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">Its workload.</param>
    /// <param name="withSecrets">Whether the Secrets that its pods refer to are exported too, with values.</param>
    /// <param name="withNamespace">Whether the manifests name the namespace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<ServiceExport> ReadAsync(
        IClusterSession session, KubeObject workload, bool withSecrets, bool withNamespace,
        CancellationToken cancellationToken)
    {
        var export = new ServiceExport(session, workload);
        await export.AddAroundAsync(cancellationToken).ConfigureAwait(false);
        await export.AddReferencesAsync(withSecrets, cancellationToken).ConfigureAwait(false);
        JsonObject own = CleanManifest.Of(workload, withNamespace);

        // An autoscaler decides on the replicas; a number in a manifest would fight it.
        bool isScaled = export._found.Any(item => item.Kind == ResourceTypes.HorizontalPodAutoscaler.Kind);
        if (isScaled) (own["spec"] as JsonObject)?.Remove("replicas");
        export.Manifests =
        [
            .. export._found.Select(item => (item.Kind, Json: CleanManifest.Of(item, withNamespace)))
                .Append((workload.Kind, Json: own))
                .OrderBy(item => ManifestOrder.RankOf("", item.Kind)).Select(item => item.Json),
        ];
        return export;
    }

    private async Task AddAroundAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> labels = WorkloadPods.LabelsOf(_workload);
        var services = new HashSet<string>(StringComparer.Ordinal);
        await AddAsync(
            [ResourceTypes.Service],
            item => SelectingService.Of(item)?.Selects(_workload) == true && services.Add(item.Name),
            cancellationToken).ConfigureAwait(false);
        await AddAsync(
            [ResourceTypes.Ingress, ResourceTypes.Ingress with { Version = "v1beta1" }],
            item => IngressBackends.Of(item).Any(services.Contains), cancellationToken).ConfigureAwait(false);
        ResourceType scaler = ResourceTypes.HorizontalPodAutoscaler;
        await AddAsync(
            [scaler with { Version = "v2" }, scaler with { Version = "v2beta2" }, scaler with { Version = "v1" }],
            item => item.Json.Text("spec", "scaleTargetRef", "kind") == _workload.Kind
                && item.Json.Text("spec", "scaleTargetRef", "name") == _workload.Name,
            cancellationToken).ConfigureAwait(false);
        await AddAsync(
            [ResourceTypes.PodDisruptionBudget, ResourceTypes.PodDisruptionBudgetBeta],
            item => item.Json.At("spec", "selector") is { } selector && LabelSelectors.Keys(selector).Count > 0
                && LabelSelectors.Matches(selector, labels),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds what is meant of one kind, in the first version that the server has.</summary>
    private async Task AddAsync(
        ResourceType[] versions, Func<KubeObject, bool> isMeant, CancellationToken cancellationToken)
    {
        foreach (ResourceType type in versions)
        {
            if (!await _session.ServesAsync(type, cancellationToken).ConfigureAwait(false)) continue;
            IReadOnlyList<KubeObject> items = await _session.Resources.ReadAllOrAbsentAsync(
                new ResourceQuery(type, _workload.Namespace),
                _ => _notes.Add(
                    $"Objects of kind {type.Kind} are not exported, if there are any: you may not list them."),
                cancellationToken).ConfigureAwait(false);
            _found.AddRange(items.Where(item => isMeant(item) && item.ControllerUid is null));
            return;
        }
    }

    private async Task AddReferencesAsync(bool withSecrets, CancellationToken cancellationToken)
    {
        JsonElement pod = _workload.Json.At("spec", "template", "spec") ?? default;
        IEnumerable<ResourceRef> references = TemplateReferences.Of(_workload);
        if (pod.Text("serviceAccountName") is { } account and not "default")
        {
            references = references.Append(new ResourceRef(ServiceAccount, _workload.Namespace, account));
        }

        foreach (ResourceRef reference in references)
        {
            if (reference.Type == ResourceTypes.Secret && !withSecrets)
            {
                _notes.Add($"{reference} is not exported, because it is secret; -IncludeSecret exports it too.");
                continue;
            }

            await AddAsync(reference, cancellationToken).ConfigureAwait(false);
        }

        _notes.AddRange(pod.Items("volumes")
            .Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>().Distinct()
            .Select(claim => $"PersistentVolumeClaim {_workload.Namespace}/{claim} is not exported, nor is its data."));
    }

    private async Task AddAsync(ResourceRef reference, CancellationToken cancellationToken)
    {
        try
        {
            KubeObject? item =
                await _session.Resources.FindAsync(reference, cancellationToken).ConfigureAwait(false);
            if (item is not null) _found.Add(item);
            else _notes.Add($"{reference} is not exported, because it is not there.");
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            _notes.Add($"{reference} is not exported: you may not read it.");
        }
    }
}
