using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Resources;

public sealed class LastAppliedTests
{
    /// <summary>What kubectl wrote for this ConfigMap, read from a cluster.</summary>
    private const string Written =
        """
        {"apiVersion":"v1","data":{"a":"1","z":"a\u003cb\u003e\u0026c' \u2028 é \" \\ \t / + ` 名"},
        "kind":"ConfigMap","metadata":{"annotations":{},"name":"c","namespace":"shop"}}
        """;

    [Fact]
    public void The_text_is_kubectl_s_to_the_letter()
    {
        JsonObject manifest = new()
        {
            ["metadata"] = new JsonObject { ["name"] = "c", ["namespace"] = "shop", ["annotations"] = new JsonObject() },
            ["kind"] = "ConfigMap",
            ["data"] = new JsonObject { ["z"] = "a<b>&c' \u2028 é \" \\ \t / + ` 名", ["a"] = "1" },
            ["apiVersion"] = "v1",
        };
        Assert.Equal(Written.ReplaceLineEndings("") + "\n", LastApplied.Text(manifest));
    }
}
