using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Policies;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Traffic.Policies;

/// <summary>Rules and routes of a namespace <c>shop</c> with a service <c>web</c> of port 80.</summary>
internal static class PolicyCase
{
    public static KubeObject Service { get; } = KubeObject.Parse(
        """{"kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}""");

    public static PolicyState State(params KubeObject[] objects) => new(
        "shop", new RoutingObjects(type => objects.Append(Service).Where(item => item.Kind == type.Kind)));

    public static KubeObject Rule(
        string rest, string name = "web", string host = "web", string space = "shop", string metadata = "") =>
        KubeObject.Parse(
            $$"""
            {"kind":"DestinationRule","metadata":{"name":"{{name}}","namespace":"{{space}}","uid":"{{space}}-{{name}}","resourceVersion":"7"{{metadata}} },
             "spec":{"host":"{{host}}"{{(rest.Length > 0 ? "," : "")}}{{rest}} } }
            """);

    public static KubeObject Route(string http, string name = "web", string metadata = "") => KubeObject.Parse(
        $$"""
        {"kind":"VirtualService","metadata":{"name":"{{name}}","namespace":"shop","uid":"v-{{name}}","resourceVersion":"7"{{metadata}} },
         "spec":{"hosts":["web"],"http":{{http}} } }
        """);

    public const string ToWeb = """{"route":[{"destination":{"host":"web"}}]}""";

    public static PolicyTarget Web { get; } = new("shop", "web");

    public static PolicyFragment Fragment(string block) =>
        PolicyInput.Read(new Dictionary<string, object?>(), JsonNode.Parse(block)!.AsObject());

    public static PolicyPlan Set(string block, PolicyTarget? target, params KubeObject[] objects) =>
        PolicyPlanner.Set(State(objects), target ?? Web, Fragment(block), pods: 3);

    public static PolicyPlan Remove(PolicyTarget? target, PolicySetting[] settings, params KubeObject[] objects) =>
        PolicyPlanner.Remove(State(objects), target ?? Web, settings);

    /// <summary>The spec that a write leaves.</summary>
    public static string SpecOf(ObjectWrite write) => write switch
    {
        ObjectCreation creation => creation.Manifest["spec"]!.ToJsonString(),
        ObjectUpdate update => update.Patch.ApplyTo(update.Read.ToNode())["spec"]!.ToJsonString(),
        _ => "removed",
    };
}
