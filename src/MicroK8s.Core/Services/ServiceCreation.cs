using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>Makes micro services: both objects or none.</summary>
public static class ServiceCreation
{
    /// <summary>
    /// Lets the server check both objects without storing them: namespace, names, quota, admission, rights.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">What will be made.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// NamespaceNotFound, AlreadyExists, QuotaExceeded, AccessDenied, InvalidSpec.
    /// </exception>
    public static async Task CheckAsync(IResources resources, ServicePlan plan, CancellationToken cancellationToken)
    {
        await TryAsync(resources, ResourceTypes.Deployment, plan.Deployment, cancellationToken).ConfigureAwait(false);
        if (plan.Service is null) return;
        await TryAsync(resources, ResourceTypes.Service, plan.Service, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes both objects. Cannot be cancelled: a stop between the two would leave half a service.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">What to make.</param>
    /// <returns>The Deployment.</returns>
    /// <exception cref="ClusterException">
    /// As the server says; nothing remains then. PartialFailure: something does, and the message says what.
    /// </exception>
    public static async Task<KubeObject> ApplyAsync(IResources resources, ServicePlan plan)
    {
        KubeObject deployment = await resources
            .CreateAsync(ResourceTypes.Deployment, plan.Deployment, dryRun: false, CancellationToken.None)
            .ConfigureAwait(false);
        if (plan.Service is null) return deployment;
        try
        {
            await resources.CreateAsync(ResourceTypes.Service, plan.Service, dryRun: false, CancellationToken.None)
                .ConfigureAwait(false);
            return deployment;
        }
        catch (ClusterException cause)
        {
            await UndoAsync(resources, plan, deployment, cause).ConfigureAwait(false);
            throw new ClusterException(
                cause.Fault, $"{cause.Message} {plan.DeploymentRef} was removed again, so nothing remains.",
                plan.Spec.Name, cause.Advice, cause);
        }
    }

    private static async Task UndoAsync(
        IResources resources, ServicePlan plan, KubeObject deployment, ClusterException cause)
    {
        try
        {
            await resources.DeleteAsync(plan.DeploymentRef, deployment.Uid, dryRun: false, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (ClusterException failure)
        {
            throw new ClusterException(
                ClusterFault.PartialFailure,
                $"{cause.Message} {plan.DeploymentRef} was made before and could not be removed: {failure.Message}",
                plan.Spec.Name, $"Run Remove-MicroService {plan.Spec.Name} -Namespace {plan.Spec.Namespace}.", cause);
        }

        // Without an answer nobody knows whether the server stored the Service.
        if (cause.Fault == ClusterFault.Unreachable)
        {
            throw new ClusterException(
                ClusterFault.PartialFailure,
                $"{cause.Message} {plan.DeploymentRef} was removed again, but {plan.ServiceRef} may have been made.",
                plan.Spec.Name, $"Run Remove-MicroService {plan.Spec.Name} -Namespace {plan.Spec.Namespace}.", cause);
        }
    }

    private static async Task TryAsync(
        IResources resources, ResourceType type, JsonObject manifest, CancellationToken cancellationToken)
    {
        try
        {
            await resources.CreateAsync(type, manifest, dryRun: true, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AlreadyExists)
        {
            string target = $"{type.Kind} {manifest["metadata"]!["namespace"]}/{manifest["metadata"]!["name"]}";
            throw new ClusterException(
                ClusterFault.AlreadyExists, $"{target} already exists. Nothing was changed.", exception.Target,
                "Change it with Set-MicroService, or choose another name.", exception);
        }
        catch (ClusterException exception) when (DryRun.WasImpossible(exception))
        {
            // The real write will tell.
        }
    }
}
