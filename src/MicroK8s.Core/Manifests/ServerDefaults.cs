using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>
/// Fields that the server fills in, with the value that it fills in: who left them out never wrote them, and need not
/// read them. Only defaults that are the same in every version are here (kubernetes/kubernetes, pkg/apis, defaults.go).
/// </summary>
internal static class ServerDefaults
{
    private static readonly Dictionary<string, JsonNode> OfWorkloads = Parse("""
        {"progressDeadlineSeconds":600,"revisionHistoryLimit":10,"podManagementPolicy":"OrderedReady",
         "persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Retain"},
         "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}}}
        """);

    private static readonly Dictionary<string, JsonNode> OfStatefulSets = Parse(
        """{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}}}""");

    private static readonly Dictionary<string, JsonNode> OfDaemonSets = Parse(
        """{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":0,"maxUnavailable":1}}}""");

    /// <summary>Before 1.22 a DaemonSet has no surge.</summary>
    private static readonly Dictionary<string, JsonNode> OfOldDaemonSets = Parse(
        """{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1}}}""");

    private static readonly Dictionary<string, JsonNode> OfPods = Parse("""
        {"restartPolicy":"Always","dnsPolicy":"ClusterFirst","schedulerName":"default-scheduler",
         "terminationGracePeriodSeconds":30,"securityContext":{}}
        """);

    private static readonly Dictionary<string, JsonNode> OfContainers = Parse("""
        {"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","resources":{}}
        """);

    private static readonly Dictionary<string, JsonNode> OfProbes = Parse(
        """{"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3}""");

    private static readonly Dictionary<string, JsonNode> OfServices = Parse("""
        {"sessionAffinity":"None","internalTrafficPolicy":"Cluster","externalTrafficPolicy":"Cluster",
         "ipFamilyPolicy":"SingleStack","allocateLoadBalancerNodePorts":true,"type":"ClusterIP"}
        """);

    private static readonly Dictionary<string, JsonNode> OfSecrets = Parse("""{"type":"Opaque"}""");

    private static readonly Dictionary<string, JsonNode> OfVolumes = Parse("""{"defaultMode":420}""");

    private static readonly Dictionary<string, JsonNode> OfPorts = Parse("""{"protocol":"TCP"}""");

    private static readonly Dictionary<string, JsonNode> OfClaims = Parse("""{"volumeMode":"Filesystem"}""");

    /// <summary>Removes them from an object.</summary>
    /// <param name="item">The object; it is changed.</param>
    public static void Remove(JsonObject item)
    {
        if (item.Text("kind") == "Secret") Remove(item, OfSecrets);
        if (item["spec"] is not JsonObject spec) return;
        if (item.Text("kind") == "Service")
        {
            Remove(spec, OfServices);
            ForEach(spec["ports"], port => Remove(port, OfPorts));
        }

        if (spec.At("template", "spec") is not JsonObject pod) return;
        Remove(spec, OfWorkloads);
        Remove(spec, item.Text("kind") == "DaemonSet" ? OfDaemonSets : OfStatefulSets);
        if (item.Text("kind") == "DaemonSet") Remove(spec, OfOldDaemonSets);
        ForEach(spec["volumeClaimTemplates"], RemoveFromClaim);
        RemoveFromPod(pod);
    }

    /// <summary>The server takes each for an object of its own, with a kind and a status.</summary>
    private static void RemoveFromClaim(JsonObject claim)
    {
        foreach (string field in (string[])["apiVersion", "kind", "status"]) claim.Remove(field);
        if (claim["spec"] is JsonObject spec) Remove(spec, OfClaims);
    }

    private static void RemoveFromPod(JsonObject pod)
    {
        Remove(pod, OfPods);

        // The old name of serviceAccountName, which the server keeps the same.
        pod.Remove("serviceAccount");
        ForEach(pod["initContainers"], RemoveFromContainer);
        ForEach(pod["containers"], RemoveFromContainer);
        ForEach(pod["volumes"], volume =>
        {
            foreach (string kind in (string[])["configMap", "secret", "projected", "downwardAPI"])
            {
                if (volume[kind] is JsonObject source) Remove(source, OfVolumes);
            }
        });
    }

    private static void RemoveFromContainer(JsonObject container)
    {
        Remove(container, OfContainers);
        if (container.Text("imagePullPolicy") == PullPolicyOf(container.Text("image") ?? ""))
        {
            container.Remove("imagePullPolicy");
        }

        ForEach(container["ports"], port => Remove(port, OfPorts));
        foreach (string name in (string[])["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container[name] is not JsonObject probe) continue;
            Remove(probe, OfProbes);
            if (probe["httpGet"] is JsonObject get && get.Text("scheme") == "HTTP") get.Remove("scheme");
        }

        ForEach(container["env"], variable =>
        {
            if (variable.At("valueFrom", "fieldRef") is JsonObject field && field.Text("apiVersion") == "v1")
            {
                field.Remove("apiVersion");
            }
        });
    }

    /// <summary>Always for the tag latest or none, else IfNotPresent (pkg/apis/core/v1/defaults.go).</summary>
    private static string PullPolicyOf(string image)
    {
        string last = image[(image.LastIndexOf('/') + 1)..];
        bool isPinned = image.Contains('@', StringComparison.Ordinal)
            || (last.Contains(':', StringComparison.Ordinal) && !last.EndsWith(":latest", StringComparison.Ordinal));
        return isPinned ? "IfNotPresent" : "Always";
    }

    private static void Remove(JsonObject item, Dictionary<string, JsonNode> defaults)
    {
        foreach ((string key, JsonNode value) in defaults)
        {
            if (JsonNode.DeepEquals(item[key], value)) item.Remove(key);
        }
    }

    private static void ForEach(JsonNode? items, Action<JsonObject> body)
    {
        foreach (JsonObject item in (items as JsonArray ?? []).OfType<JsonObject>()) body(item);
    }

    private static Dictionary<string, JsonNode> Parse(string json) => JsonNode.Parse(json)!.AsObject()
        .ToDictionary(pair => pair.Key, pair => pair.Value!.DeepClone(), StringComparer.Ordinal);
}
