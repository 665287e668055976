using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Workloads;

/// <summary>What is wrong with the containers of a pod, init containers included.</summary>
public static class ContainerRules
{
    private const string OomKilled = "OOMKilled";

    /// <summary>
    /// Reasons that the kubelet gives for a container it cannot start (kubernetes/kubernetes,
    /// pkg/kubelet/images/types.go and pkg/kubelet/kuberuntime/kuberuntime_container.go).
    /// </summary>
    private static readonly HashSet<string> CannotStart = new(StringComparer.Ordinal)
    {
        "CreateContainerConfigError", "CreateContainerError", "PreStartHookError", "PostStartHookError",
        "PreCreateHookError", "RunContainerError",
    };

    private static readonly HashSet<string> NoImage = new(StringComparer.Ordinal)
    {
        "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError",
        "RegistryUnavailable", "SignatureValidationFailed",
    };

    /// <summary>The problems, container by container.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="now">The time by the server's clock.</param>
    /// <param name="since">How far back a restart is of interest.</param>
    /// <param name="mayFail">
    /// Whether a run that fails is a matter of the pod's owner: a Job counts the failures itself.
    /// </param>
    public static IEnumerable<HealthProblem> Judge(
        KubeObject pod, DateTimeOffset now, TimeSpan since, bool mayFail = false) =>
        pod.Json.Items("status", "initContainerStatuses").Concat(pod.Json.Items("status", "containerStatuses"))
            .Select(status => CannotBegin(pod, status) ?? (mayFail ? null : HasEnded(pod, status, now, since)))
            .OfType<HealthProblem>();

    private static HealthProblem? CannotBegin(KubeObject pod, JsonElement status)
    {
        string reason = status.Text("state", "waiting", "reason") ?? "";
        HealthCode? code = NoImage.Contains(reason) ? PodCodes.Image
            : CannotStart.Contains(reason) ? PodCodes.CannotStart : null;
        if (code is null) return null;

        string said = status.Text("state", "waiting", "message") is { } message ? $": {message}" : "";
        return new HealthProblem(
            code, $"Container {status.Text("name")} cannot start, {reason}{said}", PodAdvice.Events(pod));
    }

    private static HealthProblem? HasEnded(KubeObject pod, JsonElement status, DateTimeOffset now, TimeSpan since)
    {
        string name = status.Text("name") ?? "";
        if (status.Text("state", "waiting", "reason") == "CrashLoopBackOff")
        {
            JsonElement? end = status.At("lastState", "terminated");
            return new HealthProblem(
                end?.Text("reason") == OomKilled ? PodCodes.OutOfMemory : PodCodes.CrashLoop,
                $"Container {name} is in CrashLoopBackOff{Restarts(status)}{HowItEnded(end)}",
                PodAdvice.Log(pod, name, previous: true));
        }

        return EndedBadly(pod, status, name) ?? RestartedLately(pod, status, name, now, since);
    }

    private static HealthProblem? EndedBadly(KubeObject pod, JsonElement status, string name) =>
        status.At("state", "terminated") is { } ended && (ended.Count("exitCode") != 0 || ended.Count("signal") != 0)
            ? new HealthProblem(
                ended.Text("reason") == OomKilled ? PodCodes.OutOfMemory : PodCodes.Failed,
                $"Container {name} has failed{Restarts(status)}{HowItEnded(ended)}",
                PodAdvice.Log(pod, name, previous: false))
            : null;

    private static HealthProblem? RestartedLately(
        KubeObject pod, JsonElement status, string name, DateTimeOffset now, TimeSpan since)
    {
        if (status.At("lastState", "terminated") is not { } ended) return null;
        if (ended.Time("finishedAt") is not { } end || now - end > since) return null;

        // Running again does not cure a limit that is too low.
        return new HealthProblem(
            ended.Text("reason") == OomKilled ? PodCodes.OutOfMemory : PodCodes.Restarted,
            $"Container {name} was restarted {AgeText.Of(now - end)} ago{Restarts(status)}{HowItEnded(ended)}",
            PodAdvice.Log(pod, name, previous: true));
    }

    private static string Restarts(JsonElement status)
    {
        int count = status.Count("restartCount");
        return count == 0 ? "" : count == 1 ? ", 1 restart" : $", {count} restarts";
    }

    private static string HowItEnded(JsonElement? ended)
    {
        if (ended is not { } end) return "";
        string reason = end.Text("reason") is { } text and not "Error" ? $" ({text})" : "";
        return $", exit code {end.Count("exitCode")}{reason}";
    }
}
