using System.Globalization;
using MicroK8s.Errors;

namespace MicroK8s.Services;

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
        ResourceAmounts.CheckWithin(spec.Requests, spec.Limits);
        CheckSuccess(spec.LivenessProbe, "LivenessProbe");
        CheckSuccess(spec.StartupProbe, "StartupProbe");
        return spec with
        {
            LivenessProbe = WithPort(spec, spec.LivenessProbe, "LivenessProbe"),
            ReadinessProbe = WithPort(spec, spec.ReadinessProbe, "ReadinessProbe"),
            StartupProbe = WithPort(spec, spec.StartupProbe, "StartupProbe"),
        };
    }

    private static ProbeSpec? WithPort(ServiceSpec spec, ProbeSpec? probe, string parameter)
    {
        if (probe is null || probe.Kind == ProbeKind.Command) return probe;
        if (probe.Port is null)
        {
            int? first = spec.Ports.Count > 0 ? spec.Ports[0].Target : null;
            return first is null
                ? throw InvalidInput.Of(parameter, probe.Path, "names no port, and there is no -Port to take it from")
                : probe with { Port = first.Value.ToString(CultureInfo.InvariantCulture) };
        }

        bool isKnown = probe.Port.All(char.IsAsciiDigit) || spec.Ports.Any(port => port.Name == probe.Port);
        return isKnown ? probe : throw InvalidInput.Of(
            parameter, probe.Port, "is the name of no port given with -Port",
            Suggestions.For(probe.Port, spec.Ports.Select(port => port.Name)));
    }

    // The server takes no other value for probes that restart containers (kubernetes, pkg/apis/core/validation).
    private static void CheckSuccess(ProbeSpec? probe, string parameter)
    {
        if (probe?.SuccessThreshold is not (null or 1))
        {
            throw InvalidInput.Of(
                parameter, $"SuccessThreshold={probe.SuccessThreshold}",
                "must be 1; only a readiness probe may ask for more");
        }
    }
}
