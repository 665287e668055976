using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Health.Workloads;

/// <summary>Which command shows more of a pod: the cmdlets of microservices find it by its workload.</summary>
internal static class PodAdvice
{
    /// <summary>Where its events and the state of its containers are shown.</summary>
    public static string Events(KubeObject pod) => For(pod, "Get-MicroServiceEvent", "")
        ?? $"Read the events of {pod}: nothing controls it, so it is not started anew";

    /// <summary>Where the log of a container is shown.</summary>
    public static string Log(KubeObject pod, string container, bool previous) =>
        For(pod, "Get-MicroServiceLog", $"-Pod {pod.Name} -Container {container}{(previous ? " -Previous" : "")}")
        ?? $"Read the log of container {container} of {pod}";

    private static string? For(KubeObject pod, string cmdlet, string arguments) =>
        PodController.Of(pod) switch
        {
            { IsWorkload: true } owner => AdvisedCommand.For(cmdlet, owner.Name, pod.Namespace, arguments),
            { } owner => $"Look at {owner.Kind} {owner.Name} in namespace {pod.Namespace}, which made {pod.Name}",
            null => null,
        };
}
