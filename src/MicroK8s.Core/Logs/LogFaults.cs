using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Logs;

/// <summary>Tells what it means that a container's log cannot be read.</summary>
internal static class LogFaults
{
    /// <summary>A log that is not there yet, or no longer, is no error; one that breaks off is.</summary>
    public static LogNotice Describe(string title, ClusterException exception) => exception.Fault switch
    {
        ClusterFault.InvalidSpec => new LogNotice($"Left out {title}: it has no log."),
        ClusterFault.ResourceNotFound => new LogNotice($"Left out {title}: it is gone."),
        _ => new LogNotice($"The log of {title} broke off: {exception.Message}", exception),
    };

    /// <summary>
    /// Reports pods and containers that were named and that a microservice does not have; and one without any pod.
    /// </summary>
    public static void RequireNamed(
        LogTarget target, IReadOnlyList<KubeObject> pods, IProgress<LogNotice> notices)
    {
        LogSelection selection = target.Selection;
        string service = $"Microservice {target.Workload.Namespace}/{target.Workload.Name}";
        if (pods.Count == 0 && selection.NamedPods.Count == 0)
        {
            notices.Report(new LogNotice($"{service} has no pod to read.") { IsWarning = true });
        }

        HashSet<string> containers = [.. pods.SelectMany(pod => LogContainer.All(pod)).Select(item => item.Name)];
        IEnumerable<string> missing = selection.NamedPods.Where(name => pods.All(pod => pod.Name != name))
            .Select(name => $"pod '{name}'")
            .Concat(selection.Named.Where(name => pods.Count > 0 && !containers.Contains(name))
                .Select(name => $"container '{name}'"));
        foreach (string what in missing)
        {
            string message = $"{service} has no {what}.";
            var fault = new ClusterException(ClusterFault.ResourceNotFound, message, target.Workload.Name);
            notices.Report(new LogNotice(message, fault));
        }
    }
}
