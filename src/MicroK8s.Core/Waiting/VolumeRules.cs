using MicroK8s.Errors;

namespace MicroK8s.Waiting;

/// <summary>
/// Whether the volumes of a pod can be mounted. A ConfigMap, Secret or key that is missing, and a host path that is not
/// of the type asked for, must stay so for six seconds. Anything else, such as a disk that is still attached to
/// another node, may heal at any time and is the cause only when a deadline passes.
/// </summary>
internal static class VolumeRules
{
    /// <summary>Events that come only after every volume is mounted.</summary>
    private static readonly string[] AfterMount = ["Pulling", "Pulled", "Created", "Started", "Failed", "BackOff"];

    /// <summary>What the kubelet says of a volume that will not come by itself.</summary>
    private static readonly string[] Refusals =
        ["hostPath type check failed", "references non-existent", "no such file or directory"];

    /// <summary>
    /// What keeps a volume from being mounted. Null if nothing does, or once it is mounted: the event stays for an
    /// hour.
    /// </summary>
    public static RolloutCause? Judge(PodView pod)
    {
        PodEvent[] failures =
        [
            .. pod.Events.Where(item => item.Reason is "FailedMount" or "FailedAttachVolume")
                .OrderBy(item => Refuses(item.Message)),
        ];
        if (failures is not [.., var mount] || pod.Events.Any(item => IsMounted(item, mount))) return null;
        string missing = UntrustedText.Quote(Missing(mount.Message));
        return new RolloutCause(ClusterFault.ConfigMissing, $"pod {pod.Pod.Name} waits for a volume: {missing}")
        {
            Pod = pod.Pod.Name,
            GracePeriod = Refuses(mount.Message) ? ConfigRules.Lateness : null,
            Needs = MissingObject.Parse(mount.Message),
            Event = mount.ToString(),
        };
    }

    private static bool Refuses(string message) => MissingObject.Parse(message) is not null
        || Refusals.Any(word => message.Contains(word, StringComparison.Ordinal));

    private static bool IsMounted(PodEvent item, PodEvent mount) =>
        item.LastSeen >= mount.LastSeen && AfterMount.Contains(item.Reason);

    /// <summary>The end of <c>MountVolume.SetUp failed for volume "v" : configmap "x" not found</c>.</summary>
    private static string Missing(string message)
    {
        int cut = message.IndexOf(" : ", StringComparison.Ordinal);
        return cut < 0 ? message : message[(cut + 3)..];
    }
}
