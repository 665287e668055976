using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Seed;

/// <summary>
/// What the article does by hand beside what this module does in one line: both are done on the real cluster, and what
/// the server has stored is compared. <see cref="WithoutAdditions"/> says what the module adds everywhere.
/// </summary>
internal static class SeedComparison
{
    /// <summary>Does both, and compares the specs of the objects that belong together.</summary>
    /// <param name="namespaces">Where both are done.</param>
    /// <param name="number">The section.</param>
    /// <param name="commands">The lines of the module.</param>
    /// <param name="prepareAsync">Makes what must be there before them.</param>
    /// <param name="pairs">Kind, name by hand, name by the module, and the paths that are meant to differ.</param>
    public static async Task CompareAsync(
        SeedNamespaces namespaces, string number, string[] commands, Func<Task> prepareAsync,
        (ResourceType Type, string Hand, string Line, string[] Meant)[] pairs)
    {
        try
        {
            IEnumerable<JsonNode> manifests = Adapter.Backend().Yaml.Read(SeedPage.English[number].Yaml, number)
                .Select(document => AsDeployment(document.Root.DeepClone().AsObject()));
            var list = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. manifests]) };
            await Kubectl.RunAsync(list.ToJsonString(), ["create", "--namespace", namespaces.Hand.Name, "--filename", "-"]);
            JsonNode[] byHand = await Task.WhenAll(pairs.Select(pair => SpecAsync(namespaces.Hand, pair.Type, pair.Hand)));

            // A node port is the cluster's: the next one can have it only when this one is gone.
            await namespaces.ClearAsync();
            await prepareAsync();
            foreach (string command in commands) namespaces.Shell.Run(command).AssertNoErrors();
            for (int i = 0; i < pairs.Length; i++)
            {
                JsonNode line = await SpecAsync(namespaces.Line, pairs[i].Type, pairs[i].Line);
                string[] differences = [.. Differences(byHand[i], line)];
                Assert.True(pairs[i].Meant.Order().SequenceEqual(differences.Order()), string.Join('\n', differences));
            }
        }
        finally
        {
            await namespaces.ClearAsync();
        }
    }

    /// <summary>The paths that differ between two specs, with both values.</summary>
    public static IEnumerable<string> Differences(JsonNode hand, JsonNode line) =>
        JsonDifference.Between(hand, line, "spec").Select(difference => difference.ToString());

    private static async Task<JsonNode> SpecAsync(TestNamespace ns, ResourceType type, string name) =>
        WithoutAdditions((await ns.GetAsync(type, name)).ToNode()["spec"]!.AsObject());

    /// <summary>A Pod of its own, which nobody replaces, as the template of a Deployment with its defaults.</summary>
    private static JsonObject AsDeployment(JsonObject manifest)
    {
        if ((string?)manifest["kind"] != "Pod") return manifest;
        var labels = new JsonObject { ["app"] = manifest["spec"]!["containers"]![0]!["name"]!.DeepClone() };
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = manifest["metadata"]!.DeepClone(),
            ["spec"] = new JsonObject
            {
                ["selector"] = new JsonObject { ["matchLabels"] = labels },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() },
                    ["spec"] = manifest["spec"]!.DeepClone(),
                },
            },
        };
    }

    /// <summary>
    /// A spec without what the module adds everywhere and the page says so: labels, names of containers and ports, and
    /// that no process gets more privileges than its parent; and without what the server assigns.
    /// </summary>
    private static JsonObject WithoutAdditions(JsonObject spec)
    {
        foreach (string key in new[] { "clusterIP", "clusterIPs", "healthCheckNodePort" }) spec.Remove(key);
        foreach (JsonObject port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            port.Remove("name");
            if ((string?)spec["type"] != "NodePort") port.Remove("nodePort");
        }

        if (spec["template"] is not JsonObject template) return spec;
        JsonObject[] labels =
        [
            spec["selector"]!["matchLabels"]!.AsObject(), template["metadata"]!["labels"]!.AsObject(),
        ];
        foreach (JsonObject map in labels)
        {
            foreach (string key in new[] { "track", "version" }) map.Remove(key);
            string[] recommended = ["name", "version", "managed-by"];
            foreach (string key in recommended) map.Remove($"app.kubernetes.io/{key}");
        }

        foreach (JsonObject container in template["spec"]!["containers"]!.AsArray().OfType<JsonObject>())
        {
            container.Remove("name");
            foreach (JsonObject port in (container["ports"] as JsonArray ?? []).OfType<JsonObject>()) port.Remove("name");
            if (container["securityContext"] is not JsonObject security) continue;
            if (security["allowPrivilegeEscalation"]?.GetValue<bool>() == false) security.Remove("allowPrivilegeEscalation");
            if (security.Count == 0) container.Remove("securityContext");
        }

        return spec;
    }
}
