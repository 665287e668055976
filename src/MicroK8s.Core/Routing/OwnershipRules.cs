using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// Who reverts a change by hand. Helm does not: it compares only when somebody upgrades, so it is no owner here.
/// </summary>
public static class OwnershipRules
{
    private const string ArgoRollouts = "argo-rollouts.argoproj.io/managed-by-rollouts";
    private const string ArgoCdPrefix = "argocd.argoproj.io/";
    private const string ArgoCdInstance = "argocd.argoproj.io/instance";
    private const string ArgoCdTracking = "argocd.argoproj.io/tracking-id";
    private const string Instance = "app.kubernetes.io/instance";
    private const string FluxName = "kustomize.toolkit.fluxcd.io/name";
    private const string FlaggerPrefix = "flagger.app/";

    /// <summary>The controller that owns an object, in words. Null if there is none.</summary>
    /// <param name="item">The object.</param>
    public static string? OwnerOf(KubeObject item) =>
        ByRollout(item) ?? ByFlagger(item) ?? ByArgoCd(item) ?? ByFlux(item) ?? ByController(item);

    /// <summary>Throws if a controller would revert a change of the object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="type">Its kind, which objects of a list do not carry.</param>
    /// <exception cref="ClusterException">OwnedByController.</exception>
    public static void RequireNone(KubeObject item, ResourceType type)
    {
        if (OwnerOf(item) is not { } owner) return;
        throw Owned($"{type.Kind} {item.Namespace}/{item.Name} belongs to {owner}", item.Name);
    }

    /// <summary>Throws if a controller would revert a change of the route's weights.</summary>
    /// <exception cref="ClusterException">OwnedByController.</exception>
    internal static void RequireNone(TrafficRoute route)
    {
        RequireNone(route.Object, route.Target.Type);
        if (route.Owner is { } owner) throw Owned($"{route.Title}, is weighted by {owner}", route.Label);
    }

    /// <summary>The Rollout that shapes the subsets of a rule, in words. Null if there is none.</summary>
    internal static string? ByRollout(KubeObject item) =>
        item.Annotations.TryGetValue(ArgoRollouts, out string? rollout) ? $"Argo Rollouts (Rollout {rollout})" : null;

    // Flagger's router makes the object with the Canary as its owner (flagger, pkg/router/istio.go).
    private static string? ByFlagger(KubeObject item)
    {
        JsonElement owner = item.Json.Items("metadata", "ownerReferences").FirstOrDefault(IsFlagger);
        if (owner.ValueKind == JsonValueKind.Object) return $"Flagger (Canary {owner.Text("name")})";
        bool labelled = item.Labels.GetValueOrDefault("app.kubernetes.io/managed-by") == "flagger"
            || item.Labels.Keys.Concat(item.Annotations.Keys).Any(IsFlaggerKey);
        return labelled ? "Flagger" : null;
    }

    private static bool IsFlagger(JsonElement owner) =>
        owner.Text("apiVersion")?.StartsWith(FlaggerPrefix, StringComparison.Ordinal) == true;

    private static bool IsFlaggerKey(string key) => key.StartsWith(FlaggerPrefix, StringComparison.Ordinal);

    // Argo CD tracks by annotation since 3.0; before, by a label that others use too, so that one needs company.
    private static string? ByArgoCd(KubeObject item)
    {
        if (item.Annotations.TryGetValue(ArgoCdTracking, out string? tracking))
        {
            return $"Argo CD (application {tracking.Split(':')[0]})";
        }

        if (item.Labels.TryGetValue(ArgoCdInstance, out string? application))
        {
            return $"Argo CD (application {application})";
        }

        return item.Labels.TryGetValue(Instance, out string? instance)
            && item.Annotations.Keys.Any(key => key.StartsWith(ArgoCdPrefix, StringComparison.Ordinal))
                ? $"Argo CD (application {instance})"
                : null;
    }

    private static string? ByFlux(KubeObject item) =>
        item.Labels.TryGetValue(FluxName, out string? name) ? $"Flux (Kustomization {name})" : null;

    private static string? ByController(KubeObject item)
    {
        JsonElement owner = item.Controller;
        return owner.ValueKind == JsonValueKind.Object ? $"{owner.Text("kind")} {owner.Text("name")}" : null;
    }

    private static ClusterException Owned(string what, string target) => new(
        ClusterFault.OwnedByController, $"{what}, which would revert the change.", target,
        "Change it where it comes from, or insist with -Force.");
}
