using System.Globalization;
using System.Text.Json.Nodes;

namespace MicroK8s.Services;

/// <summary>The container of a new micro service.</summary>
internal static class ContainerManifest
{
    public static JsonNode Of(ServiceSpec spec)
    {
        var container = new JsonObject { ["name"] = spec.Name, ["image"] = spec.Image.Text };
        AddUnlessEmpty(container, "ports", new JsonArray([.. Ports(spec)]));
        AddUnlessEmpty(container, "env", new JsonArray([.. spec.Environment.Select(NameAndValue)]));
        var resources = new JsonObject();
        AddUnlessEmpty(resources, "requests", Amounts(spec.Requests));
        AddUnlessEmpty(resources, "limits", Amounts(spec.Limits));
        AddUnlessEmpty(container, "resources", resources);
        if (spec.LivenessProbe is { } liveness) container["livenessProbe"] = Probe(liveness);
        if (spec.ReadinessProbe is { } readiness) container["readinessProbe"] = Probe(readiness);
        if (spec.StartupProbe is { } startup) container["startupProbe"] = Probe(startup);
        return container;
    }

    /// <summary>Two ports of the Service may lead to the same port of the container, which is named once.</summary>
    private static IEnumerable<JsonNode> Ports(ServiceSpec spec) => spec.Ports
        .DistinctBy(port => (port.Target, port.Protocol))
        .Select(port => new JsonObject
        {
            ["name"] = port.Name,
            ["containerPort"] = port.Target,
            ["protocol"] = port.Protocol,
        });

    private static JsonObject Amounts(IReadOnlyDictionary<string, Quantity> amounts) =>
        new(amounts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.Text)));

    private static JsonNode NameAndValue(KeyValuePair<string, string> pair) =>
        new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value };

    private static JsonObject Probe(ProbeSpec spec)
    {
        var probe = new JsonObject();
        switch (spec.Kind)
        {
            case ProbeKind.Tcp:
                probe["tcpSocket"] = new JsonObject { ["port"] = Port(spec) };
                break;
            case ProbeKind.Command:
                var command = new JsonArray([.. spec.Command.Select(word => (JsonNode)word)]);
                probe["exec"] = new JsonObject { ["command"] = command };
                break;
            default:
                probe["httpGet"] = HttpGet(spec);
                break;
        }

        AddNumber(probe, "initialDelaySeconds", spec.InitialDelaySeconds);
        AddNumber(probe, "periodSeconds", spec.PeriodSeconds);
        AddNumber(probe, "timeoutSeconds", spec.TimeoutSeconds);
        AddNumber(probe, "successThreshold", spec.SuccessThreshold);
        AddNumber(probe, "failureThreshold", spec.FailureThreshold);
        return probe;
    }

    private static JsonObject HttpGet(ProbeSpec spec)
    {
        var get = new JsonObject { ["path"] = spec.Path, ["port"] = Port(spec), ["scheme"] = spec.Scheme };
        if (spec.Host is not null) get["host"] = spec.Host;
        AddUnlessEmpty(get, "httpHeaders", new JsonArray([.. spec.Headers.Select(NameAndValue)]));
        return get;
    }

    private static JsonNode? Port(ProbeSpec spec) =>
        int.TryParse(spec.Port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : spec.Port;

    private static void AddNumber(JsonObject json, string name, int? value)
    {
        if (value is not null) json[name] = value;
    }

    private static void AddUnlessEmpty(JsonObject json, string name, JsonNode value)
    {
        if (value is JsonArray { Count: > 0 } or JsonObject { Count: > 0 }) json[name] = value;
    }
}
