using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services.Objects;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>Plans the Service of a workload that has none, when it gets its first port.</summary>
internal static class NewServicePlanner
{
    /// <summary>Adds the Service to a plan, if one is wanted.</summary>
    /// <exception cref="ClusterException">InvalidSpec: there is no Service, and no port to make one for.</exception>
    public static async Task<ServiceChangePlan> AddAsync(
        IResources resources, ServiceChangePlan plan, ServiceChange change, WorkloadDraft draft,
        CancellationToken cancellationToken)
    {
        if (ServiceChange.OfService.FirstOrDefault(change.Has) is not { } parameter) return plan;
        if (!change.Has("Port"))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"-{parameter} needs a Service, and no Service leads to the pods of {draft.Read}.",
                draft.Read.Name, "Add -Port to make one.");
        }

        WritePreview made = await new ObjectCreation(ResourceTypes.Service, Manifest(change, draft))
            .PreviewAsync(resources, cancellationToken).ConfigureAwait(false);
        string[] texts = [plan.Description, made.Description];
        return plan with
        {
            Service = made.Write,
            Description = string.Join('\n', texts.Where(part => part.Length > 0)),
        };
    }

    private static JsonObject Manifest(ServiceChange change, WorkloadDraft draft)
    {
        KubeObject workload = draft.Read;
        bool isOwn = workload.Labels.GetValueOrDefault(ServiceLabels.ManagedBy) == ServiceLabels.Module;
        JsonObject selector = isOwn
            ? new JsonObject { [ServiceLabels.App] = workload.Name }
            : ManifestJson.Map(workload.Json.Map("spec", "selector", "matchLabels"));
        if (selector.Count == 0)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, $"{workload} selects its pods by no plain label, which a Service needs.",
                workload.Name);
        }

        var labels = new JsonObject { [ServiceLabels.ManagedBy] = ServiceLabels.Module };
        foreach (string key in new[] { ServiceLabels.App, ServiceLabels.RecommendedName })
        {
            if (workload.Labels.TryGetValue(key, out string? value)) labels[key] = value;
        }

        var skeleton = new JsonObject
        {
            ["apiVersion"] = ResourceTypes.Service.ApiVersion,
            ["kind"] = ResourceTypes.Service.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = workload.Name, ["namespace"] = workload.Namespace, ["labels"] = labels,
            },
            ["spec"] = new JsonObject { ["selector"] = selector },
        };
        if (change.Spec.Exposure.Type == ExposureSpec.Headless) skeleton["spec"]!["clusterIP"] = "None";
        return ServiceEdit.Apply(KubeObject.Parse(skeleton.ToJsonString()), change, draft);
    }
}
