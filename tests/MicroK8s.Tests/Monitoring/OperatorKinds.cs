using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Monitoring;

/// <summary>
/// The kinds of the Prometheus operator that the test cluster does not have: definitions without a schema, as nothing is
/// asserted about one. They are made once and stay, because others may use them by then.
/// </summary>
internal static class OperatorKinds
{
    private static readonly ResourceType[] Kinds = [ResourceTypes.PodMonitor, ResourceTypes.Prometheus];

    public static async Task EnsureAsync()
    {
        foreach (ResourceType kind in Kinds)
        {
            try
            {
                await TestCluster.Admin.Resources.CreateAsync(
                    ResourceTypes.CustomResourceDefinition, Definition(kind), dryRun: false, CancellationToken.None);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.AlreadyExists)
            {
                // Another test was first.
            }

            await ServedAsync(kind);
        }
    }

    /// <summary>Discovery follows the definition by a moment, and tells nobody.</summary>
    private static async Task ServedAsync(ResourceType kind)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await TestCluster.Admin.Discovery.FindAsync(kind.ApiVersion, kind.Kind, limit.Token) is null)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private static JsonObject Definition(ResourceType kind) => JsonNode.Parse($$"""
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "{{kind.Plural}}.{{kind.Group}}"},
         "spec": {"group": "{{kind.Group}}", "scope": "Namespaced",
          "names": {"kind": "{{kind.Kind}}", "listKind": "{{kind.Kind}}List", "plural": "{{kind.Plural}}", "singular": "{{kind.Kind.ToLowerInvariant()}}"},
          "versions": [{"name": "{{kind.Version}}", "served": true, "storage": true,
           "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true} } }]} }
        """)!.AsObject();
}
