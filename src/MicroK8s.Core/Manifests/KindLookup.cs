using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>Finds the resource behind the kind of a manifest.</summary>
public static class KindLookup
{
    /// <summary>The resource of a manifest, on the server or announced by a definition of the same set.</summary>
    /// <param name="discovery">What the server has.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="set">All manifests that are published with it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The resource, and whether the server has it already.</returns>
    /// <exception cref="ClusterException">
    /// KindNotSupported; the advice names the version that the server has.
    /// </exception>
    public static async Task<(ResourceType Type, bool IsServed)> FindAsync(
        IDiscovery discovery, Manifest manifest, IReadOnlyList<Manifest> set, CancellationToken cancellationToken)
    {
        ResourceType? served = await discovery.FindAsync(manifest.ApiVersion, manifest.Kind, cancellationToken)
            .ConfigureAwait(false);
        return served is not null
            ? (served, true)
            : (await AnnouncedAsync(discovery, manifest, set, cancellationToken).ConfigureAwait(false), false);
    }

    /// <summary>The resource of a manifest whose kind the server does not have, as its set announces it.</summary>
    /// <exception cref="ClusterException">KindNotSupported: the set has none.</exception>
    internal static async Task<ResourceType> AnnouncedAsync(
        IDiscovery discovery, Manifest manifest, IReadOnlyList<Manifest> set, CancellationToken cancellationToken)
    {
        ResourceType? announced = set.SelectMany(Announced).FirstOrDefault(
            type => type.ApiVersion == manifest.ApiVersion && type.Kind == manifest.Kind);
        if (announced is not null) return announced;

        IReadOnlyList<ResourceType> all = await discovery.ListAsync(cancellationToken).ConfigureAwait(false);
        throw new ClusterException(
            ClusterFault.KindNotSupported,
            $"{manifest.Where}: the server has no {manifest.Kind} of {manifest.ApiVersion}.", manifest.ToString(),
            Advise(manifest, all));
    }

    /// <summary>The kinds that a CustomResourceDefinition makes; none for any other manifest.</summary>
    private static IEnumerable<ResourceType> Announced(Manifest manifest)
    {
        if (manifest.Kind != "CustomResourceDefinition" || manifest.Content["spec"] is not JsonObject spec) return [];
        string group = Text(spec["group"]);
        string plural = Text(spec.At("names", "plural"));
        string kind = Text(spec.At("names", "kind"));
        IEnumerable<JsonNode?> versions = spec["versions"] as JsonArray ?? [];
        return versions.Select(version => new ResourceType(
            group, Text((version as JsonObject)?["name"]), plural, kind, Text(spec["scope"]) != "Cluster"));
    }

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    private static string Advise(Manifest manifest, IReadOnlyList<ResourceType> all)
    {
        string[] same =
        [
            .. all.Where(type => type.Kind == manifest.Kind && type.ApiVersion != manifest.ApiVersion)
                .Select(type => type.ApiVersion).Distinct().Order(StringComparer.Ordinal),
        ];
        if (same.Length > 0) return $"The server has it as {string.Join(" and as ", same)}: change apiVersion.";
        IEnumerable<string> kinds = all
            .Where(type => type.ApiVersion == manifest.ApiVersion && type.Kind != manifest.Kind)
            .Select(type => type.Kind);
        return Suggestions.For(manifest.Kind, kinds)
            ?? "Install its CustomResourceDefinition, or publish it in the same set.";
    }
}
