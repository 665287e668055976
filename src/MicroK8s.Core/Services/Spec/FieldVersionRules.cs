using System.Globalization;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Spec;

/// <summary>
/// Fields that came to the API after Kubernetes 1.20. An older server drops them without a word, so they are refused
/// before anything is written (kubernetes, pkg/features/kube_features.go: the version that has them on by default).
/// </summary>
internal static class FieldVersionRules
{
    /// <summary>Whether any field is younger than the oldest server; only then the server's version matters.</summary>
    public static bool AnyYoung(ServiceSpec spec) => Young(spec).Any();

    /// <summary>Refuses the first field that the server does not know.</summary>
    public static void Check(ServiceSpec spec, KubeVersion? server)
    {
        if (server is null) return;
        foreach ((string parameter, string value, int minor) in Young(spec))
        {
            if (server.Major > 1 || server.Minor >= minor) continue;
            throw InvalidInput.Of(
                parameter, value,
                $"needs Kubernetes 1.{minor}; this server is {server.Major}.{server.Minor} and would drop it");
        }
    }

    private static IEnumerable<(string Parameter, string Value, int Minor)> Young(ServiceSpec spec)
    {
        (string, ProbeSpec?)[] probes =
        [
            ("LivenessProbe", spec.LivenessProbe), ("ReadinessProbe", spec.ReadinessProbe),
            ("StartupProbe", spec.StartupProbe),
        ];
        foreach ((string parameter, ProbeSpec? probe) in probes)
        {
            if (probe?.Kind == ProbeKind.Grpc) yield return (parameter, $"grpc:{probe.Port}", 24);
            if (probe?.TerminationGraceSeconds is { } grace)
            {
                yield return (parameter, $"TerminationGracePeriodSeconds={grace}", 25);
            }
        }

        if (spec.Kind == WorkloadKind.StatefulSet && spec.Update.MinReadySeconds is > 0 and var seconds)
        {
            yield return ("MinReadySeconds", seconds.ToString(CultureInfo.InvariantCulture), 23);
        }

        if (spec.Kind == WorkloadKind.DaemonSet && spec.Update.MaxSurge is { } surge)
        {
            yield return ("MaxSurge", surge, 22);
        }
        foreach (VolumeClaimSpec claim in spec.VolumeClaims.Where(claim => claim.AccessMode == "ReadWriteOncePod"))
        {
            yield return ("VolumeClaim", $"AccessMode={claim.AccessMode}", 27);
        }
    }
}
