using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace MicroK8s.Tests.Cluster;

/// <summary>The test cluster's store, which forgets the past on demand; else the API server lets it every 5 minutes.</summary>
internal static class Etcd
{
    /// <summary>As in tests/cluster/lib.</summary>
    private static readonly Uri Address = new("https://127.213.0.1:2379/");

    /// <summary>Makes it forget every version before now: whoever asks for one gets 410.</summary>
    public static async Task ForgetAsync()
    {
        string Pem(string name) =>
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(TestCluster.KubeConfig)!, "pki", name));
        using HttpClient client =
            ClusterHttp.Connect(Address, Pem("ca.crt"), Pem("apiserver-client.crt"), Pem("apiserver-client.key"));
        JsonNode read = await PostAsync(client, "v3/kv/range", new JsonObject { ["key"] = "AA==" });
        await PostAsync(client, "v3/kv/compaction", new JsonObject { ["revision"] = (string)read["header"]!["revision"]! });
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, JsonObject body)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync(path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }
}
