using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Health.Network;

/// <summary>What is wrong with objects of the Gateway API (gateway-api.sigs.k8s.io, conditions).</summary>
public static class GatewayRules
{
    /// <summary>What is wrong with the backends of an HTTPRoute.</summary>
    /// <param name="route">The HTTPRoute.</param>
    /// <param name="index">The Services of the cluster.</param>
    public static IEnumerable<HealthProblem> JudgeBackends(KubeObject route, ServiceIndex index) =>
        route.Json.Items("spec", "rules").SelectMany((rule, position) => rule.Items("backendRefs")
            .Where(backend => backend.Text("kind") is null or "Service" && backend.Number("weight") != 0)
            .Select(backend => BackendRules.Judge(
                $"Rule {rule.Text("name") ?? $"{position}"}", backend.Text("namespace") ?? route.Namespace ?? "",
                backend.Text("name") ?? "", backend.Text("port"), index, NetworkCodes.RouteBackend,
                NetworkCodes.RouteNotReady)).OfType<HealthProblem>());

    /// <summary>What the Gateways of an HTTPRoute say of it.</summary>
    /// <param name="route">The HTTPRoute.</param>
    public static IEnumerable<HealthProblem> JudgeRoute(KubeObject route) =>
        route.Json.Items("status", "parents").SelectMany(parent => Refusals(parent.Items("conditions"))
            .Select(said => new HealthProblem(
                NetworkCodes.RouteRefused, $"Gateway {parent.Text("parentRef", "name")}: {said}",
                "Correct the route, or what the Gateway allows")));

    /// <summary>What is wrong with the Gateways that an HTTPRoute is bound to.</summary>
    /// <param name="route">The HTTPRoute.</param>
    /// <param name="gateways">The Gateways that exist, as <c>namespace/name</c>.</param>
    public static IEnumerable<HealthProblem> JudgeParents(KubeObject route, IReadOnlySet<string> gateways) =>
        route.Json.Items("spec", "parentRefs").Where(parent => parent.Text("kind") is null or "Gateway")
            .Select(parent => $"{parent.Text("namespace") ?? route.Namespace}/{parent.Text("name")}")
            .Where(name => !gateways.Contains(name))
            .Select(name => new HealthProblem(
                NetworkCodes.RouteRefused, $"There is no Gateway {name}, so no request comes in through it",
                "Correct the name, or make the Gateway"));

    /// <summary>What the controller of a Gateway says of it.</summary>
    /// <param name="gateway">The Gateway.</param>
    public static IEnumerable<HealthProblem> JudgeGateway(KubeObject gateway) =>
        Refusals(gateway.Json.Items("status", "conditions")).Select(said => new HealthProblem(
            NetworkCodes.GatewayRefused, said, $"Correct Gateway {gateway.Name}, or install its controller"));

    /// <summary>What is wrong with the class of a Gateway: without one no controller looks at it.</summary>
    /// <param name="gateway">The Gateway.</param>
    /// <param name="classes">The GatewayClasses that exist, by name.</param>
    public static IEnumerable<HealthProblem> JudgeClass(
        KubeObject gateway, IReadOnlyDictionary<string, KubeObject> classes)
    {
        string name = gateway.Json.Text("spec", "gatewayClassName") ?? "";
        if (!classes.TryGetValue(name, out KubeObject? found))
        {
            return
            [
                new HealthProblem(
                    NetworkCodes.GatewayClass, $"There is no GatewayClass {name}, so no controller sets it up",
                    "Correct gatewayClassName, or install the controller that brings the class"),
            ];
        }

        return Refusals(found.Json.Items("status", "conditions")).Select(said => new HealthProblem(
            NetworkCodes.GatewayClass, $"GatewayClass {name}: {said}",
            $"Correct GatewayClass {name}, or its controller"));
    }

    /// <summary>Conditions that must not be False. Before a controller has seen an object they are Unknown.</summary>
    private static IEnumerable<string> Refusals(IEnumerable<JsonElement> conditions) => conditions
        .Where(condition => condition.Text("status") == "False"
            && condition.Text("type") is "Accepted" or "ResolvedRefs" or "Programmed")
        .Select(condition =>
            $"{condition.Text("type")} is False: {condition.Text("reason")}: {condition.Text("message")}"
                .TrimEnd('.', ' ', ':'));
}
