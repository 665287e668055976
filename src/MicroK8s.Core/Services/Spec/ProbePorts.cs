using System.Globalization;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>What a probe must be on its container (kubernetes, pkg/apis/core/validation).</summary>
internal static class ProbePorts
{
    /// <summary>Checks a probe, and gives it the port that the container has.</summary>
    public static ProbeSpec? Complete(ServiceSpec spec, ProbeSpec? probe, string parameter)
    {
        if (probe is null) return null;
        CheckFields(probe, parameter, isReadiness: parameter == "ReadinessProbe");
        if (probe.Kind == ProbeKind.Command) return probe;
        if (probe.Port is null)
        {
            return spec.Ports.Count > 0 ? probe with { Port = Text(spec.Ports[0].Target) } : throw InvalidInput.Of(
                parameter, probe.Path, "has no port, and there is no -Port to take it from");
        }

        if (probe.Port.All(char.IsAsciiDigit)) return probe;
        PortSpec port = spec.Ports.FirstOrDefault(port => port.Name == probe.Port) ?? throw InvalidInput.Of(
            parameter, probe.Port, "is the name of no port given with -Port",
            Suggestions.For(probe.Port, spec.Ports.Select(port => port.Name)));

        // The API takes no name for gRPC, and the container may have another one than the Service.
        return probe with
        {
            Port = probe.Kind == ProbeKind.Grpc
                ? Text(port.Target)
                : ContainerPortNames.Of(spec.Ports, port.Name),
        };
    }

    private static void CheckFields(ProbeSpec probe, string parameter, bool isReadiness)
    {
        if (!isReadiness && probe.SuccessThreshold is not (null or 1))
        {
            throw InvalidInput.Of(
                parameter, $"SuccessThreshold={probe.SuccessThreshold}",
                "must be 1; only a readiness probe may ask for more");
        }

        if (isReadiness && probe.TerminationGraceSeconds is { } seconds)
        {
            throw InvalidInput.Of(
                parameter, $"TerminationGracePeriodSeconds={seconds}",
                "cannot be given: a readiness probe ends no container");
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
