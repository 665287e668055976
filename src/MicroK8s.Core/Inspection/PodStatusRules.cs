using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Inspection;

/// <summary>
/// The status, ready containers and restarts of a pod as <c>kubectl get pods</c> prints them (kubernetes/kubernetes,
/// pkg/printers/internalversion/printers.go, <c>printPod</c>).
/// </summary>
public sealed class PodStatusRules
{
    private readonly KubeObject _pod;
    private string _status;
    private int _ready;
    private int _restarts;
    private DateTimeOffset? _lastRestart;

    private PodStatusRules(KubeObject pod)
    {
        _pod = pod;
        string? reason = pod.Json.Text("status", "reason");
        _status = _pod.Condition("PodScheduled").Text("reason") == "SchedulingGated"
            ? "SchedulingGated"
            : reason is { Length: > 0 } ? reason : pod.Json.Text("status", "phase") ?? "Unknown";
    }

    /// <summary>The verdict on a pod.</summary>
    /// <param name="pod">The pod.</param>
    public static PodSummary Of(KubeObject pod)
    {
        var rules = new PodStatusRules(pod);
        rules.Judge();
        return new PodSummary(rules._status, rules._ready, rules.Total(), rules._restarts, rules._lastRestart);
    }

    private void Judge()
    {
        bool isInitializing = JudgeInit();
        if (!isInitializing || _pod.Condition("Initialized").Text("status") == "True") JudgeContainers();
        if (!_pod.IsBeingDeleted) return;
        if (_pod.Json.Text("status", "reason") == "NodeLost") _status = "Unknown";
        else if (_pod.Json.Text("status", "phase") is not ("Succeeded" or "Failed")) _status = "Terminating";
    }

    /// <summary>An init container that runs on, beside the others, counts as one of them.</summary>
    private int Total() => _pod.Json.Items("spec", "containers").Count() + Sidecars().Count;

    private HashSet<string> Sidecars() =>
    [
        .. _pod.Json.Items("spec", "initContainers").Where(SidecarContainer.Is)
            .Select(spec => spec.Text("name") ?? ""),
    ];

    /// <summary>Whether an init container is still to be waited for; it gives the status then.</summary>
    private bool JudgeInit()
    {
        HashSet<string> sidecars = Sidecars();
        int index = -1;
        foreach (JsonElement status in _pod.Json.Items("status", "initContainerStatuses"))
        {
            index++;
            Count(status);
            if (status.At("state", "terminated") is { } done && done.Count("exitCode") == 0) continue;
            if (sidecars.Contains(status.Text("name") ?? "") && status.Flag("started"))
            {
                if (status.Flag("ready")) _ready++;
                continue;
            }

            string waiting = status.Text("state", "waiting", "reason") ?? "";
            string why = status.At("state", "terminated") is { } end ? EndText(end)
                : waiting is "" or "PodInitializing" ? $"{index}/{_pod.Json.Items("spec", "initContainers").Count()}"
                : waiting;
            _status = $"Init:{why}";
            return true;
        }

        return false;
    }

    private void JudgeContainers()
    {
        HashSet<string> sidecars = Sidecars();
        (_restarts, _lastRestart) = (0, null);
        foreach (JsonElement status in _pod.Json.Items("status", "initContainerStatuses")
            .Where(status => sidecars.Contains(status.Text("name") ?? "")))
        {
            Count(status);
        }

        bool isRunning = false;
        foreach (JsonElement status in _pod.Json.Items("status", "containerStatuses").Reverse())
        {
            Count(status);
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                _status = waiting;
            }
            else if (status.At("state", "terminated") is { } end)
            {
                _status = EndText(end);
            }
            else if (status.Flag("ready") && status.At("state", "running") is not null)
            {
                isRunning = true;
                _ready++;
            }
        }

        if (_status == "Completed" && isRunning)
        {
            _status = _pod.Condition("Ready").Text("status") == "True" ? "Running" : "NotReady";
        }
    }

    private void Count(JsonElement status)
    {
        _restarts += status.Count("restartCount");
        DateTimeOffset? end = status.Time("lastState", "terminated", "finishedAt");
        if (end > (_lastRestart ?? DateTimeOffset.MinValue)) _lastRestart = end;
    }

    private static string EndText(JsonElement end)
    {
        if (end.Text("reason") is { Length: > 0 } reason) return reason;
        int signal = end.Count("signal");
        return signal != 0 ? $"Signal:{signal}" : $"ExitCode:{end.Count("exitCode")}";
    }
}
