namespace MicroK8s.Resources;

/// <summary>Tells the kinds of Kubernetes itself from those that somebody installed.</summary>
public static class ApiGroups
{
    /// <summary>Groups without the suffix <c>.k8s.io</c>, which others may use too with its approval.</summary>
    private static readonly string[] Short = ["", "apps", "batch", "autoscaling", "policy", "extensions"];

    private static readonly string[] OfTheServer =
    [
        "admissionregistration", "apiextensions", "apiregistration", "authentication", "authorization",
        "certificates", "coordination", "discovery", "events", "flowcontrol.apiserver", "internal.apiserver",
        "networking", "node", "rbac.authorization", "resource", "scheduling", "storage", "storagemigration",
    ];

    /// <summary>Whether the kind of an object is one of Kubernetes itself.</summary>
    /// <param name="item">The object.</param>
    public static bool IsBuiltIn(KubeObject item) =>
        item.ApiVersion is { Length: > 0 } version && IsBuiltIn(version.Contains('/') ? version.Split('/')[0] : "");

    /// <summary>Whether a group is one of Kubernetes itself (kubernetes/kubernetes, pkg/apis).</summary>
    /// <param name="group">The group; empty for the core group.</param>
    public static bool IsBuiltIn(string group) =>
        Short.Contains(group) || OfTheServer.Any(name => group == $"{name}.k8s.io");
}
