using MicroK8s.Resources;
using MicroK8s.Revisions;

namespace MicroK8s.Rollback;

/// <summary>Who laid down fields of a pod template by server-side apply.</summary>
internal static class TemplateManagers
{
    /// <summary>The names under which controllers that set back every change apply (argo-cd, fluxcd).</summary>
    private static readonly string[] Reverting =
        ["argocd-controller", "argocd-application-controller", "kustomize-controller", "helm-controller"];

    /// <summary>Whether a manager sets back what others change, without being asked.</summary>
    public static bool Reverts(string manager) => Reverting.Contains(manager);

    /// <summary>The managers that applied fields of the template, each with those of its fields that change.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="changes">The fields that change.</param>
    public static IReadOnlyList<(string Manager, IReadOnlyList<string> Fields)> Of(
        KubeObject workload, IReadOnlyList<JsonDifference> changes) =>
    [
        .. from entry in workload.Json.Items("metadata", "managedFields")
           where entry.Text("operation") == "Apply"
           let template = entry.At("fieldsV1", "f:spec", "f:template")
           where template is not null
           let owned = ManagedPaths.Of(template.Value, TemplateDifference.Root).ToArray()
           let fields = changes.Select(change => change.Path)
               .Where(path => owned.Any(own => ManagedPaths.Covers(own, path))).ToArray()
           select (entry.Text("manager") ?? "", (IReadOnlyList<string>)fields),
    ];
}
