using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Revisions;

/// <summary>The ConfigMaps and Secrets that pods of a template cannot start without.</summary>
public static class TemplateReferences
{
    /// <summary>Those that a template names and does not call optional, each once.</summary>
    /// <param name="workload">A workload, or a revision of one.</param>
    public static IReadOnlyList<ResourceRef> Of(KubeObject workload)
    {
        if (PodTemplate.ElementOf(workload).At("spec") is not { } pod) return [];
        IEnumerable<JsonElement> containers = pod.Items("initContainers").Concat(pod.Items("containers"));
        IEnumerable<(ResourceType, string?)> found =
        [
            .. containers.SelectMany(OfContainer),
            .. pod.Items("volumes").SelectMany(OfVolume),
        ];
        return
        [
            .. found.Where(item => item.Item2 is not null)
                .Select(item => new ResourceRef(item.Item1, workload.Namespace, item.Item2!)).Distinct(),
        ];
    }

    /// <summary>Those that are not there; what may not be read is not said to be missing.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="references">What to look for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlyList<ResourceRef>> FindMissingAsync(
        IClusterSession session, IReadOnlyList<ResourceRef> references, CancellationToken cancellationToken)
    {
        ResourceRef?[] missing =
            await Task.WhenAll(references.Select(FindAsync)).ConfigureAwait(false);
        return [.. missing.OfType<ResourceRef>()];

        async Task<ResourceRef?> FindAsync(ResourceRef reference)
        {
            try
            {
                bool isThere =
                    await session.Resources.FindAsync(reference, cancellationToken).ConfigureAwait(false) is not null;
                return isThere ? null : reference;
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
            {
                // Few may read Secrets; the rollback itself needs no right to.
                return null;
            }
        }
    }

    private static IEnumerable<(ResourceType, string?)> OfContainer(JsonElement container) =>
        container.Items("envFrom").SelectMany(source => OfSource(source, "configMapRef", "secretRef"))
            .Concat(container.Items("env").Select(variable => variable.At("valueFrom") ?? default)
                .SelectMany(source => OfSource(source, "configMapKeyRef", "secretKeyRef")));

    private static IEnumerable<(ResourceType, string?)> OfVolume(JsonElement volume)
    {
        IEnumerable<(ResourceType, string?)> own =
        [
            (ResourceTypes.ConfigMap, Required(volume.At("configMap"), "name")),
            (ResourceTypes.Secret, Required(volume.At("secret"), "secretName")),
        ];
        return own.Concat(
            volume.Items("projected", "sources").SelectMany(source => OfSource(source, "configMap", "secret")));
    }

    private static IEnumerable<(ResourceType, string?)> OfSource(JsonElement source, string configMap, string secret) =>
    [
        (ResourceTypes.ConfigMap, Required(source.At(configMap), "name")),
        (ResourceTypes.Secret, Required(source.At(secret), "name")),
    ];

    private static string? Required(JsonElement? source, string name) =>
        source is { } json && !json.Flag("optional") ? json.Text(name) : null;
}
