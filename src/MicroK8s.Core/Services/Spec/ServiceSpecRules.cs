using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Checks a wish as a whole, before anything is asked or written.</summary>
public static class ServiceSpecRules
{
    /// <summary>Checks everything that no single value shows, and fills in the ports of probes.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <returns>The same with every probe's port in place.</returns>
    /// <exception cref="ClusterException">InvalidSpec: the first rule that is broken.</exception>
    public static ServiceSpec Check(ServiceSpec spec)
    {
        NameRules.CheckServiceName(spec.Name);
        NameRules.CheckNamespace(spec.Namespace);
        if (spec.Replicas < 0) throw InvalidInput.Of("Replicas", spec.Replicas, "is negative");
        KindRules.Check(spec);
        UpdateRules.Check(spec);
        ExposureRules.Check(spec);
        IngressRules.Check(spec);
        ResourceAmounts.CheckWithin(spec.Requests, spec.Limits);
        ContainerSpecRules.Check(spec);
        SecurityRules.Check(spec.Security);
        return spec with
        {
            LivenessProbe = ProbePorts.Complete(spec, spec.LivenessProbe, "LivenessProbe"),
            ReadinessProbe = ProbePorts.Complete(spec, spec.ReadinessProbe, "ReadinessProbe"),
            StartupProbe = ProbePorts.Complete(spec, spec.StartupProbe, "StartupProbe"),
        };
    }
}
