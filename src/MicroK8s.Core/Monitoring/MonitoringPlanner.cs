using MicroK8s.Errors;

namespace MicroK8s.Monitoring;

/// <summary>Plans how a service is monitored.</summary>
public static class MonitoringPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="scene">What is there.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec: no such port, or a value that no monitor can have; KindNotSupported: the server does not have the
    /// kind that was asked for; AlreadyExists: it is monitored in another way, or annotations of others differ.
    /// </exception>
    public static MonitoringPlan Plan(MonitoringRequest request, MonitoringSnapshot scene)
    {
        request.Check();
        var subject = new MonitoringSubject(request, scene);
        MonitorKind kind = MonitorKindChoice.Of(subject);
        MonitoringPlan plan = kind == MonitorKind.Annotations
            ? new AnnotationPlanner(subject).Plan()
            : new MonitorPlanner(subject).Plan(kind);
        return plan with
        {
            Warnings = plan.Writes.Count > 0 ? [.. subject.Warnings, .. scene.Denials] : subject.Warnings,
        };
    }
}
