using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Cluster;

/// <summary>
/// Kinds that the test cluster does not have. They are made once and stay, because others may use them by then.
/// </summary>
internal static class CustomKinds
{
    /// <summary>Waits until the cluster has a kind, and makes it if it has not.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="schema">Its OpenAPI schema. Without one, any field is stored.</param>
    public static async Task EnsureAsync(
        ResourceType kind, string schema = """{"type": "object", "x-kubernetes-preserve-unknown-fields": true}""")
    {
        try
        {
            await TestCluster.Admin.Resources.CreateAsync(
                ResourceTypes.CustomResourceDefinition, Definition(kind, schema), dryRun: false, CancellationToken.None);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AlreadyExists)
        {
            // Another test was first.
        }

        await InEffect.WaitAsync(
            $"{kind} is served",
            async limit => await TestCluster.Admin.Discovery.FindAsync(kind.ApiVersion, kind.Kind, limit) is not null);
    }

    // A group below k8s.io is accepted only with the approval that its definitions have.
    private static JsonObject Definition(ResourceType kind, string schema) => JsonNode.Parse($$"""
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "{{kind.Plural}}.{{kind.Group}}",
          "annotations": {"api-approved.kubernetes.io": "unapproved, a definition for tests"} },
         "spec": {"group": "{{kind.Group}}", "scope": "Namespaced",
          "names": {"kind": "{{kind.Kind}}", "listKind": "{{kind.Kind}}List", "plural": "{{kind.Plural}}", "singular": "{{kind.Kind.ToLowerInvariant()}}"},
          "versions": [{"name": "{{kind.Version}}", "served": true, "storage": true,
           "schema": {"openAPIV3Schema": {{schema}} } }]} }
        """)!.AsObject();
}
