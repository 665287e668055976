using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Monitoring;

/// <summary>Chooses by what a service is monitored. Pure.</summary>
internal static class MonitorKindChoice
{
    /// <summary>The kind that is asked for, else the one that is there, else the best that the server has.</summary>
    /// <exception cref="ClusterException">
    /// KindNotSupported; AlreadyExists: it is monitored in another way; InvalidSpec: no Service selects the pods.
    /// </exception>
    public static MonitorKind Of(MonitoringSubject subject)
    {
        (KubeObject workload, MonitoringSnapshot scene) = (subject.Workload, subject.Scene);
        MonitorKind? own = OwnKind(subject);
        if (subject.Request.Kind is { } wanted)
        {
            if (own is { } other && other != wanted)
            {
                throw new ClusterException(
                    ClusterFault.AlreadyExists, $"{workload} is monitored by {Name(other)} already.", workload.Name,
                    $"Remove that first: Disable-MicroServiceMonitoring {workload.Name} -Namespace "
                    + $"{workload.Namespace}");
            }

            if (wanted != MonitorKind.Annotations && !scene.ServedKinds.Contains($"{wanted}"))
            {
                throw new ClusterException(
                    ClusterFault.KindNotSupported,
                    $"The server has no {wanted}: the Prometheus operator is not installed.", workload.Name,
                    "Without the operator, use -MonitorKind Annotations.");
            }

            if (wanted == MonitorKind.ServiceMonitor && subject.Service is null)
            {
                throw new ClusterException(
                    ClusterFault.InvalidSpec, $"No Service selects the pods of {workload}, so no ServiceMonitor can.",
                    workload.Name, "Use -MonitorKind PodMonitor.");
            }

            return wanted;
        }

        if (own is not null) return own.Value;
        return subject.Service is not null && Serves(scene, MonitorKind.ServiceMonitor) ? MonitorKind.ServiceMonitor
            : Serves(scene, MonitorKind.PodMonitor) ? MonitorKind.PodMonitor
            : MonitorKind.Annotations;
    }

    private static MonitorKind? OwnKind(MonitoringSubject subject)
    {
        if (subject.Scene.Monitors.FirstOrDefault(subject.IsOwn) is { } monitor)
        {
            return Enum.Parse<MonitorKind>(monitor.Kind);
        }

        bool isAnnotated = IsAnnotated(subject.Service, "/metadata")
            || IsAnnotated(subject.Workload, "/spec/template/metadata");
        return isAnnotated ? MonitorKind.Annotations : null;

        bool IsAnnotated(KubeObject? item, string metadata) => item is not null && MonitoringNote.IsFor(
            item, subject.Workload.Name, $"{metadata}/annotations/{JsonPatch.Escape(AnnotationPlanner.Scrape)}");
    }

    private static bool Serves(MonitoringSnapshot scene, MonitorKind kind) => scene.ServedKinds.Contains($"{kind}");

    private static string Name(MonitorKind kind) => kind == MonitorKind.Annotations ? "annotations" : $"a {kind}";
}
