using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Manifests;

/// <summary>Finds out what object a manifest means.</summary>
internal static class PublishTarget
{
    /// <summary>The object and what will be sent, not tried yet.</summary>
    /// <exception cref="ClusterException">KindNotSupported, InvalidSpec, and faults of the connection.</exception>
    public static async Task<PublishStep> ResolveAsync(
        IClusterSession session, Manifest manifest, PublishRequest request, CancellationToken cancellationToken)
    {
        (ResourceRef target, bool isServed, KubeObject? live) = await LookUpAsync(
            session, manifest, request, cancellationToken).ConfigureAwait(false);
        if (live?.IsBeingDeleted == true)
        {
            throw new ClusterException(
                ClusterFault.Conflict, $"{manifest.Where}: {target} is being removed.", target.ToString(),
                "Publish again when it is gone.");
        }

        JsonObject content = Content(manifest, target.Namespace, request.Application, live);
        if (target.Type == ResourceTypes.Secret) SecretTexts.Encode(content);
        return new PublishStep(manifest, target, content, live)
        {
            IsKindNew = !isServed,
            Force = request.Force,
        };
    }

    /// <summary>
    /// The session may know a kind whose definition was removed, and for a moment the server still lists it. Whether it
    /// is there shows when the object is asked for; its definition may be in this very set again.
    /// </summary>
    private static async Task<(ResourceRef Target, bool IsServed, KubeObject? Live)> LookUpAsync(
        IClusterSession session, Manifest manifest, PublishRequest request, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < 2; tries++)
        {
            (ResourceType type, bool isServed) = await KindLookup
                .FindAsync(session.Discovery, manifest, request.Manifests, cancellationToken).ConfigureAwait(false);
            ResourceRef target = TargetOf(type, manifest, request);
            if (!isServed) return (target, false, null);
            try
            {
                KubeObject? live = await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
                return (target, true, live);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
            {
                session.Discovery.Forget(manifest.ApiVersion);
            }
        }

        ResourceType announced = await KindLookup
            .AnnouncedAsync(session.Discovery, manifest, request.Manifests, cancellationToken).ConfigureAwait(false);
        return (TargetOf(announced, manifest, request), false, null);
    }

    private static ResourceRef TargetOf(ResourceType type, Manifest manifest, PublishRequest request) =>
        new(type, type.Namespaced ? NamespaceOf(manifest, request) : null, manifest.Name);

    private static string NamespaceOf(Manifest manifest, PublishRequest request)
    {
        if (manifest.Namespace is not { } named) return request.DefaultNamespace;
        if (request.OnlyNamespace is null || request.OnlyNamespace == named) return named;
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"{manifest.WhereIs("/metadata/namespace")}: {manifest} names another namespace than "
            + $"-Namespace {request.OnlyNamespace}.",
            manifest.ToString(), "Leave -Namespace out, or the namespace of the manifest.");
    }

    private static JsonObject Content(Manifest manifest, string? space, string? application, KubeObject? live)
    {
        JsonObject content = manifest.Content.DeepClone().AsObject();
        if (ApiGroups.IsBuiltIn(manifest.Group))
        {
            PortProtocols.Fill(content);
            UnionFields.RemoveNulls(content);
        }

        JsonObject metadata = content["metadata"]!.AsObject();
        metadata.Remove("namespace");
        if (space is not null) metadata["namespace"] = space;
        if (application is not null) SetLabel(manifest, metadata, application);
        (metadata["annotations"] as JsonObject)?.Remove(LastApplied.Annotation);
        if (live?.Annotations.ContainsKey(LastApplied.Annotation) == true)
        {
            if (metadata["annotations"] is not JsonObject) metadata["annotations"] = new JsonObject();
            metadata["annotations"]![LastApplied.Annotation] = LastApplied.Text(content);
        }

        if (live is not null) KeepReplicas(content, live);
        return content;
    }

    /// <summary>
    /// A manifest that no longer has the line leaves the number to somebody else, such as an autoscaler. The server
    /// would take the line back instead, and run a single pod, because the last apply owns it (kubernetes/website,
    /// "Migrating Deployments and StatefulSets to horizontal autoscaling").
    /// </summary>
    private static void KeepReplicas(JsonObject content, KubeObject live)
    {
        if (!WorkloadKinds.All.Any(kind => kind.Type().Kind == live.Kind)
            || content["spec"] is not JsonObject spec || spec.ContainsKey("replicas")
            || live.Json.Number("spec", "replicas") is not { } replicas) return;
        bool isOurs = FieldOwners.Of(live.ToNode()).Any(entry => FieldOwners.IsApplied(entry)
            && entry["fieldsV1"] is JsonObject fields && FieldSet.At(fields, "spec", "replicas") is not null);
        if (isOurs) spec["replicas"] = replicas;
    }

    private static void SetLabel(Manifest manifest, JsonObject metadata, string application)
    {
        if (metadata["labels"] is not JsonObject labels) metadata["labels"] = labels = [];
        string? named = labels.Text(ServiceLabels.PartOf);
        if (named is not null && named != application)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"{manifest.WhereIs("/metadata/labels")}: {manifest} is part of '{named}', not of '{application}'.",
                manifest.ToString(), $"Leave -Application out, or the label {ServiceLabels.PartOf}.");
        }

        labels[ServiceLabels.PartOf] = application;
    }
}
