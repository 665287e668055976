using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;

namespace MicroK8s.Changes;

/// <summary>Writes a wish into the Service in front of the pods.</summary>
internal static class ServiceEdit
{
    /// <summary>Fields that only a Service reached from outside may have (kubernetes, core validation).</summary>
    private static readonly string[] OfOutside =
    [
        "externalTrafficPolicy", "healthCheckNodePort", "loadBalancerIP", "loadBalancerSourceRanges",
        "allocateLoadBalancerNodePorts", "loadBalancerClass",
    ];

    /// <summary>A changed copy of a Service.</summary>
    /// <param name="read">The Service.</param>
    /// <param name="change">What is to be different.</param>
    /// <param name="draft">The workload as it is to be.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static JsonObject Apply(KubeObject read, ServiceChange change, WorkloadDraft draft)
    {
        JsonObject json = read.ToNode();
        JsonObject spec = json.Open("spec");
        ExposureSpec wanted = change.Spec.Exposure;
        LabelEdit.Write(json, change);
        if (change.Has("Port")) spec.Put("ports", PortEdit.Of(read, change, draft));
        if (change.Has("ServiceType")) SetType(read, spec, wanted.Type!);
        if (wanted.Port is { } nodePort) SetNodePort(read, spec, nodePort);
        if (change.Has("SessionAffinity"))
        {
            spec.Put("sessionAffinity", wanted.SessionAffinity ?? "None");
            if (wanted.SessionAffinity != "ClientIP") spec.Remove("sessionAffinityConfig");
        }

        if (change.Has("SessionAffinityTimeout"))
        {
            spec.Change(["sessionAffinityConfig", "clientIP"], [Pair("timeoutSeconds", wanted.SessionAffinitySeconds)]);
        }

        if (change.Has("PublishNotReadyAddresses"))
        {
            spec.Put("publishNotReadyAddresses", wanted.PublishesNotReady ? true : null);
        }

        return json;
    }

    private static void SetType(KubeObject read, JsonObject spec, string type)
    {
        bool isHeadless = spec.Text("clusterIP") == "None";
        if (type == ExposureSpec.None || isHeadless != (type == ExposureSpec.Headless))
        {
            throw InvalidInput.Of(
                "ServiceType", type,
                $"does not fit {read}: a Service cannot become headless, or stop to be, while it lives",
                "Its address is immutable: delete the Service and create it anew.");
        }

        if (isHeadless) return;
        spec.Put("type", type);
        if (type != ExposureSpec.ClusterIP) return;
        foreach (string field in OfOutside) spec.Remove(field);
        foreach (JsonObject port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>()) port.Remove("nodePort");
    }

    private static void SetNodePort(KubeObject read, JsonObject spec, int nodePort)
    {
        JsonArray ports = spec["ports"] as JsonArray ?? [];
        string type = spec.Text("type") ?? ExposureSpec.ClusterIP;
        if (type is not (ExposureSpec.NodePort or ExposureSpec.LoadBalancer))
        {
            throw InvalidInput.Of(
                "NodePort", nodePort, $"does not fit {read}, which is of type {type}", "Add -ServiceType NodePort.");
        }

        if (ports is not [JsonObject only])
        {
            throw InvalidInput.Of(
                "NodePort", nodePort, $"does not say which of the {ports.Count} ports of {read} it is for",
                "Write -Port @{ Name = ...; Port = ...; NodePort = ... } instead, for every port.");
        }

        only.Put("nodePort", nodePort);
    }

    private static KeyValuePair<string, JsonNode?> Pair(string key, int? value) =>
        KeyValuePair.Create(key, (JsonNode?)value);
}
