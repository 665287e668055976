namespace MicroK8s.Conventions;

/// <summary>Namespaces of what runs the cluster and its add-ons, by the names that are customary.</summary>
internal static class SystemNamespaces
{
    /// <summary>
    /// Whether a namespace is one: <c>kube-…</c> is reserved by Kubernetes, <c>…-system</c> is what add-ons such as
    /// Istio call theirs, <c>openshift-…</c> is OpenShift's.
    /// </summary>
    /// <param name="name">Its name.</param>
    public static bool Contain(string name) =>
        name.StartsWith("kube-", StringComparison.Ordinal) || name.StartsWith("openshift-", StringComparison.Ordinal)
        || name.EndsWith("-system", StringComparison.Ordinal);
}
