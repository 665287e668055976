using System.Text.Json.Nodes;
using MicroK8s.Services;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.Services.Spec;

namespace MicroK8s.Tests.Services;

/// <summary>A service "web" of values as parameters, rows and files give them.</summary>
internal static class Wish
{
    public static ServiceSpec Of(params (string Name, object? Value)[] fields)
    {
        (string, object?)[] all = [("Name", "web"), ("Image", "shop/web:v1.0"), .. fields];
        return ServiceFields.Read(InvalidSpec.Pairs(all), "shop");
    }

    public static ServicePlan Plan(params (string Name, object? Value)[] fields) => ServicePlanner.Plan(Of(fields));

    /// <summary>The spec of the workload.</summary>
    public static JsonNode Workload(params (string Name, object? Value)[] fields) =>
        Plan(fields).Workload.Manifest["spec"]!;

    /// <summary>The spec of the pods.</summary>
    public static JsonNode Pod(params (string Name, object? Value)[] fields) => Workload(fields)["template"]!["spec"]!;

    public static JsonNode Container(params (string Name, object? Value)[] fields) => Pod(fields)["containers"]![0]!;

    /// <summary>The spec of another object by its kind.</summary>
    public static JsonNode Other(string kind, params (string Name, object? Value)[] fields) =>
        Plan(fields).Others.Single(other => other.Type.Kind == kind).Manifest["spec"]!;

    public static void AssertJson(string expected, JsonNode? actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual?.ToJsonString() ?? "null")),
        actual?.ToJsonString());
}
