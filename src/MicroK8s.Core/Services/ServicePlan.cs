using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>What makes a micro service: shown first, then done exactly so.</summary>
/// <param name="Spec">What is wanted.</param>
/// <param name="Deployment">The Deployment to make.</param>
/// <param name="Service">The Service to make. Null if there are no ports.</param>
/// <param name="Description">The plan for people, field by field, in several lines.</param>
public sealed record ServicePlan(ServiceSpec Spec, JsonObject Deployment, JsonObject? Service, string Description)
{
    /// <summary>The Deployment's address.</summary>
    public ResourceRef DeploymentRef => new(ResourceTypes.Deployment, Spec.Namespace, Spec.Name);

    /// <summary>The Service's address.</summary>
    public ResourceRef ServiceRef => new(ResourceTypes.Service, Spec.Namespace, Spec.Name);
}
