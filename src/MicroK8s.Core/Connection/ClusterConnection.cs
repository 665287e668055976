namespace MicroK8s.Connection;

/// <summary>An open connection, as <c>Connect-Cluster</c> reports it.</summary>
/// <param name="Context">The context in use.</param>
/// <param name="Server">The API server's address.</param>
/// <param name="Namespace">The namespace that cmdlets without <c>-Namespace</c> use.</param>
/// <param name="User">The name of the kubeconfig's user entry; empty if it has none.</param>
/// <param name="ServerVersion">The server's version, such as <c>v1.20.2</c>.</param>
public sealed record ClusterConnection(
    string Context, string Server, string Namespace, string User, string ServerVersion);
