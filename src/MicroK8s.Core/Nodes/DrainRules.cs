using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>
/// Which pods a drain evicts: kubectl's rules (kubernetes/kubectl, pkg/drain/filters.go), except that a pod that is
/// terminating already is waited for, whatever it is.
/// </summary>
public static class DrainRules
{
    private const string Mirror = "kubernetes.io/config.mirror";

    /// <summary>The verdict on a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="hasDaemonSet">
    /// Whether the DaemonSet that controls it exists; without meaning for other pods.
    /// </param>
    /// <param name="options">How the node is drained.</param>
    public static DrainVerdict Judge(KubeObject pod, bool hasDaemonSet, DrainOptions options)
    {
        bool hasEnded = pod.Json.Text("status", "phase") is "Succeeded" or "Failed";
        string? controller = pod.Controller.Text("kind");
        bool isOrphan = controller == "DaemonSet" && !hasDaemonSet;
        if (controller == "DaemonSet" && hasDaemonSet && !hasEnded)
        {
            return new DrainVerdict(
                pod, DrainAction.Skip, $"DaemonSet {pod.Controller.Text("name")} would make it again");
        }

        if (pod.Annotations.ContainsKey(Mirror))
        {
            return new DrainVerdict(pod, DrainAction.Skip, "static pod of the kubelet");
        }

        if (pod.IsBeingDeleted) return new DrainVerdict(pod, DrainAction.Wait, "was terminating already");
        if (hasEnded) return new DrainVerdict(pod, DrainAction.Evict, "has ended");
        bool hasData = pod.Json.Items("spec", "volumes").Any(volume => volume.At("emptyDir") is not null);
        var reasons = new List<string>();
        var parameters = new List<string>();
        if (isOrphan && !options.Force) reasons.Add($"its DaemonSet {pod.Controller.Text("name")} does not exist");
        if (controller is null && !options.Force) reasons.Add("has no controller that would make it again");
        if (reasons.Count > 0) parameters.Add("-Force");
        if (hasData && !options.DeleteEmptyDirData)
        {
            reasons.Add("has data in an emptyDir");
            parameters.Add("-DeleteEmptyDirData");
        }

        if (reasons.Count > 0)
        {
            return new DrainVerdict(
                pod, DrainAction.Refuse, string.Join(", and ", reasons), string.Join(" and ", parameters));
        }

        string[] losses =
        [
            .. controller is null || isOrphan ? ["nobody makes it again"] : Array.Empty<string>(),
            .. hasData ? ["the data of its emptyDir is lost"] : Array.Empty<string>(),
        ];
        return new DrainVerdict(pod, DrainAction.Evict, losses.Length == 0 ? null : string.Join(", ", losses));
    }
}
