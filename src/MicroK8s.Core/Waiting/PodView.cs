using System.Collections.Immutable;
using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>A pod with the events about it.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Events">The events about it, the latest last.</param>
/// <param name="Now">When it was seen, by the clock of this machine.</param>
internal sealed record PodView(KubeObject Pod, IReadOnlyList<PodEvent> Events, DateTimeOffset Now)
{
    /// <summary>Whether the cluster may add nodes.</summary>
    public bool MayGrow { get; init; }

    /// <inheritdoc cref="RolloutSnapshot.StartsSeen"/>
    public IReadOnlyDictionary<string, DateTimeOffset> StartsSeen { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <inheritdoc cref="RolloutSnapshot.ListeningSince"/>
    public DateTimeOffset ListeningSince { get; init; }

    /// <summary>Its containers in the order in which they start: init containers first.</summary>
    public IEnumerable<ContainerView> Containers =>
    [
        .. Of("initContainers", "initContainerStatuses", RoleOfInit),
        .. Of("containers", "containerStatuses", _ => ContainerRole.Main),
    ];

    private static ContainerRole RoleOfInit(JsonElement spec) =>
        SidecarContainer.Is(spec) ? ContainerRole.Sidecar : ContainerRole.Init;

    private IEnumerable<ContainerView> Of(string specs, string statuses, Func<JsonElement, ContainerRole> roleOf)
    {
        Dictionary<string, JsonElement> byName = Pod.Json.Items("status", statuses)
            .DistinctBy(status => status.Text("name") ?? "").ToDictionary(status => status.Text("name") ?? "");
        foreach (JsonElement spec in Pod.Json.Items("spec", specs))
        {
            if (byName.TryGetValue(spec.Text("name") ?? "", out JsonElement status))
            {
                yield return new ContainerView(this, spec, status, roleOf(spec));
            }
        }
    }
}
