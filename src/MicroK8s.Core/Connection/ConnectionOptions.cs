namespace MicroK8s.Connection;

/// <summary>Which cluster is meant. All null means what kubectl would take.</summary>
/// <param name="KubeConfig">
/// Path of a kubeconfig; null for <c>$env:KUBECONFIG</c>, <c>~/.kube/config</c>, in-cluster.
/// </param>
/// <param name="Context">Name of a context; null for the current one.</param>
public sealed record ConnectionOptions(string? KubeConfig = null, string? Context = null);
