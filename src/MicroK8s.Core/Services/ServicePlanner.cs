using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Services.Objects;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Plans new microservices.</summary>
public static class ServicePlanner
{
    /// <summary>Checks a wish, asks the server what it can do, and plans the wish for it. Nothing is written.</summary>
    /// <param name="session">The server.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">InvalidSpec: a rule is broken. Unreachable, NotAuthenticated.</exception>
    public static async Task<ServicePlan> PlanAsync(
        IClusterSession session, ServiceSpec spec, PipelineRun? run, CancellationToken cancellationToken)
    {
        ServiceSpec whole = ServiceSpecRules.Check(spec);
        ServerCapabilities server =
            await ServerCapabilities.ReadAsync(session, whole, cancellationToken).ConfigureAwait(false);
        return PlanChecked(whole, run, server);
    }

    /// <summary>Checks a wish and plans it.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    /// <param name="server">What the server can do. Null for a server of today.</param>
    /// <exception cref="ClusterException">InvalidSpec: a rule is broken.</exception>
    public static ServicePlan Plan(ServiceSpec spec, PipelineRun? run = null, ServerCapabilities? server = null) =>
        PlanChecked(ServiceSpecRules.Check(spec), run, server ?? ServerCapabilities.Newest);

    private static ServicePlan PlanChecked(ServiceSpec spec, PipelineRun? run, ServerCapabilities server)
    {
        FieldVersionRules.Check(spec, server.Version);
        if (server.Autoscaler.Version == "v1" && spec.Autoscale?.Memory is { } memory)
        {
            throw InvalidInput.Of(
                "Autoscale", $"Memory={memory}",
                "needs autoscaling/v2 or v2beta2; this server has autoscaling/v1 only");
        }

        var workload = new ObjectCreation(spec.Kind.Type(), WorkloadManifest.Of(spec, run));
        IReadOnlyList<ObjectCreation> others = ServiceManifests.Others(spec, server);
        return new ServicePlan(spec, workload, others, ServiceDescription.Of(spec, others))
        {
            Notes = ServiceNotes.Of(spec),
        };
    }
}
