using System.Text.Json;
using System.Text.RegularExpressions;
using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>Which image a container runs, by the node's word: the <c>imageID</c> of its status.</summary>
public static partial class RunningImage
{
    /// <summary>
    /// The digest of the image in the registry, or the node's id of an image that came from none, such as one that was
    /// imported; both begin with the algorithm. Null while the node does not tell.
    /// </summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item>Docker: <c>docker-pullable://web@sha256:…</c>, or <c>docker://sha256:…</c> without a registry
    /// (kubernetes/kubernetes v1.20, pkg/kubelet/dockershim/convert.go, <c>toPullableImageID</c>).</item>
    /// <item>containerd: <c>docker.io/shop/web@sha256:…</c>, or <c>sha256:…</c> (containerd/containerd,
    /// pkg/cri/server/container_status.go).</item>
    /// <item>CRI-O: <c>quay.io/shop/web@sha256:…</c>, or the bare digits of its id; some versions turn to these when
    /// they start anew (cri-o/cri-o, internal/oci/container.go, <c>NewContainer</c>; pull request 9925).</item>
    /// </list>
    /// </remarks>
    /// <param name="status">A container's status.</param>
    public static string? DigestOf(JsonElement status)
    {
        string id = status.Text("imageID") ?? "";
        int scheme = id.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0) id = id[(scheme + 3)..];
        int at = id.LastIndexOf('@');
        if (at >= 0) return id[(at + 1)..];
        return BareId().IsMatch(id) ? $"sha256:{id}" : Algorithm().IsMatch(id) ? id : null;
    }

    [GeneratedRegex("^sha(?:256|512):")]
    private static partial Regex Algorithm();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex BareId();
}
