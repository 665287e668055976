using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>Finds the Service in front of a workload's pods, whoever made it.</summary>
internal static class ServiceLookup
{
    /// <summary>The Service of the workload's name if it selects the pods, else the only one that does.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The Service. Null if no Service selects the pods.</returns>
    /// <exception cref="ClusterException">InvalidSpec: several do, and none has the name.</exception>
    public static async Task<KubeObject?> FindAsync(
        IResources resources, KubeObject workload, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> labels = workload.Json.Map("spec", "template", "metadata", "labels");
        var found = new List<KubeObject>();
        var query = new ResourceQuery(ResourceTypes.Service, workload.Namespace);
        await foreach (KubeObject service in resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyDictionary<string, string> selector = service.Json.Map("spec", "selector");
            if (selector.Count == 0 || !LabelSelectors.Matches(selector, labels)) continue;
            if (service.Name == workload.Name) return Whole(service);
            found.Add(Whole(service));
        }

        return found.Count <= 1 ? found.FirstOrDefault() : throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"Several Services lead to the pods of {workload}, and none has its name: "
            + $"{string.Join(", ", found.Select(service => service.Name))}.",
            workload.Name, "Change the one that is meant with kubectl, or by its manifest with Publish-MicroService.");
    }

    /// <summary>The items of a list lack what the list says for all of them.</summary>
    private static KubeObject Whole(KubeObject service)
    {
        JsonObject json = service.ToNode();
        json["apiVersion"] = ResourceTypes.Service.ApiVersion;
        json["kind"] = ResourceTypes.Service.Kind;
        return KubeObject.Parse(json.ToJsonString());
    }
}
