namespace MicroK8s.Resources;

/// <summary>Names under which writers are known to the server (<c>metadata.managedFields</c>).</summary>
public static class FieldManagers
{
    /// <summary>This module.</summary>
    public const string Own = "microk8s-powershell";

    /// <summary><c>kubectl apply</c> without <c>--server-side</c>.</summary>
    public const string KubectlApply = "kubectl-client-side-apply";
}
