using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Services.Spec;

/// <summary>What a server can do, as far as a wish depends on it.</summary>
/// <param name="Version">The server's version. Null if nothing depends on it, or if it is not readable.</param>
/// <param name="Autoscaler">The newest HorizontalPodAutoscaler.</param>
/// <param name="DisruptionBudget">The newest PodDisruptionBudget.</param>
public sealed record ServerCapabilities(KubeVersion? Version, ResourceType Autoscaler, ResourceType DisruptionBudget)
{
    private static readonly string[] AutoscalerVersions = ["v2", "v2beta2", "v1"];

    /// <summary>A server of today.</summary>
    public static ServerCapabilities Newest { get; } = new(
        null, ResourceTypes.HorizontalPodAutoscaler with { Version = AutoscalerVersions[0] },
        ResourceTypes.PodDisruptionBudget);

    /// <summary>Asks a server what a wish depends on, and nothing else.</summary>
    /// <param name="session">The server.</param>
    /// <param name="spec">The wish.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated, NotKubernetes.</exception>
    public static async Task<ServerCapabilities> ReadAsync(
        IClusterSession session, ServiceSpec spec, CancellationToken cancellationToken)
    {
        KubeVersion? version = FieldVersionRules.AnyYoung(spec)
            ? KubeVersion.TryParse(await session.GetServerVersionAsync(cancellationToken).ConfigureAwait(false))
            : null;
        ServerCapabilities abilities = Newest with { Version = version };
        if (spec.Autoscale is not null)
        {
            abilities = abilities with
            {
                Autoscaler = await FindAutoscalerAsync(session, cancellationToken).ConfigureAwait(false),
            };
        }

        if (spec.DisruptionBudget is not null
            && !await session.ServesAsync(ResourceTypes.PodDisruptionBudget, cancellationToken).ConfigureAwait(false))
        {
            abilities = abilities with { DisruptionBudget = ResourceTypes.PodDisruptionBudgetBeta };
        }

        return abilities;
    }

    private static async Task<ResourceType> FindAutoscalerAsync(
        IClusterSession session, CancellationToken cancellationToken)
    {
        foreach (string version in AutoscalerVersions)
        {
            ResourceType type = ResourceTypes.HorizontalPodAutoscaler with { Version = version };
            if (await session.ServesAsync(type, cancellationToken).ConfigureAwait(false)) return type;
        }

        return ResourceTypes.HorizontalPodAutoscaler;
    }
}
