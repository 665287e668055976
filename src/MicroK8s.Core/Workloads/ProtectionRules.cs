using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>What goes only with <c>-Force</c>: what others made, and what is the cluster's own.</summary>
internal static class ProtectionRules
{
    /// <summary>Throws if something may not go just so.</summary>
    /// <param name="what">What is to go, such as <c>microservice 'web'</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="workloads">The workloads that go.</param>
    /// <exception cref="ClusterException">ProtectedObject.</exception>
    public static void Check(string what, string name, string namespaceName, IEnumerable<KubeObject> workloads)
    {
        string? why = SystemNamespaces.Contain(namespaceName)
            ? $"namespace '{namespaceName}' belongs to the cluster itself"
            : workloads.FirstOrDefault(workload => !IsOurs(workload)) is { } foreign
                ? $"{foreign} was not made by this module"
                : null;
        if (why is null) return;
        throw new ClusterException(
            ClusterFault.ProtectedObject, $"Cannot remove {what} without -Force: {why}.", name,
            "Make sure that nobody needs it, then use -Force.");
    }

    /// <summary>Whether a cmdlet of the module created a workload, or publishes it.</summary>
    private static bool IsOurs(KubeObject workload) =>
        workload.Labels.GetValueOrDefault(ServiceLabels.ManagedBy) == ServiceLabels.Module
        || workload.Json.Items("metadata", "managedFields").Any(entry =>
            entry.Text("manager") == FieldManagers.Own && entry.Text("operation") == "Apply");
}
