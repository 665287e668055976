using System.Text;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>Plans new micro services.</summary>
public static class ServicePlanner
{
    /// <summary>Checks a wish and plans it.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    /// <exception cref="ClusterException">InvalidSpec: a rule is broken.</exception>
    public static ServicePlan Plan(ServiceSpec spec, PipelineRun? run = null)
    {
        ServiceSpec whole = ServiceSpecRules.Check(spec);
        var workload = new PlannedObject(ResourceTypes.Deployment, ServiceManifests.Deployment(whole, run));
        PlannedObject[] others = ServiceManifests.Service(whole) is { } service
            ? [new PlannedObject(ResourceTypes.Service, service)]
            : [];
        return new ServicePlan(whole, workload, others, Describe(whole));
    }

    private static string Describe(ServiceSpec spec)
    {
        var text = new StringBuilder($"Create micro service {spec.Namespace}/{spec.Name}");
        text.Append($"\n  Deployment {spec.Name}");
        Line("image", spec.Image.Text);
        Line("replicas", $"{spec.Replicas}");
        Line("liveness", spec.LivenessProbe?.ToString());
        Line("readiness", spec.ReadinessProbe?.ToString());
        Line("startup", spec.StartupProbe?.ToString());
        Line("request", Join(spec.Requests.Select(pair => $"{pair.Key} {pair.Value.Text}")));
        Line("limit", Join(spec.Limits.Select(pair => $"{pair.Key} {pair.Value.Text}")));
        string? variables = Join(spec.Environment.Select(pair => pair.Key));
        Line("environment", variables is null ? null : $"{variables} (values not shown)");
        Line("labels", Join(spec.Labels.Select(pair => $"{pair.Key}={pair.Value}")));
        Line("annotations", Join(spec.Annotations.Select(pair => $"{pair.Key}={pair.Value}")));
        text.Append(spec.Ports.Count > 0 ? $"\n  Service {spec.Name}" : "\n  no Service, because there are no ports");
        foreach (PortSpec port in spec.Ports)
        {
            Line(port.Name, $"{port.Port}/{port.Protocol} to container port {port.Target}");
        }

        return text.ToString();

        void Line(string field, string? value)
        {
            if (value is not null) text.Append($"\n    {field,-15} {value}");
        }
    }

    private static string? Join(IEnumerable<string> parts) =>
        string.Join(", ", parts) is { Length: > 0 } joined ? joined : null;
}
