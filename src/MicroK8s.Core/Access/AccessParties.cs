using System.Net;
using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Access;

/// <summary>Makes parties of workloads and pods, and finds the one that a name means.</summary>
public static class AccessParties
{
    private const string Ambient = "istio.io/dataplane-mode";
    private const string Injection = "sidecar.istio.io/inject";

    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "Pod", "ServiceAccount"];

    /// <summary>The workloads with what their pods show, and pods without one; by namespace and name.</summary>
    /// <param name="workloads">Deployments, StatefulSets and DaemonSets.</param>
    /// <param name="pods">Their pods and others.</param>
    /// <param name="namespaceLabels">The labels of a namespace; null if they may not be read.</param>
    internal static IReadOnlyList<AccessParty> Of(
        IReadOnlyList<KubeObject> workloads, IReadOnlyList<AccessPod> pods,
        Func<string?, IReadOnlyDictionary<string, string>?> namespaceLabels)
    {
        ILookup<(string?, string, string), AccessParty> owned = pods.Where(pod => pod.Owner is not null)
            .ToLookup(pod => (pod.Party.Namespace, pod.Owner!.Value.Kind, pod.Owner.Value.Name), pod => pod.Party);
        HashSet<(string?, string, string)> known =
            [.. workloads.Select(workload => (workload.Namespace, workload.Kind, workload.Name))];
        IEnumerable<AccessParty> alone = pods
            .Where(pod => pod.Owner is not { } owner || !known.Contains((pod.Party.Namespace, owner.Kind, owner.Name)))
            .Select(pod => pod.Party with { NamespaceLabels = namespaceLabels(pod.Party.Namespace) });
        return
        [
            .. workloads
                .Select(workload => Of(
                    workload, namespaceLabels(workload.Namespace),
                    [.. owned[(workload.Namespace, workload.Kind, workload.Name)]]))
                .Concat(alone)
                .OrderBy(party => party.Namespace, StringComparer.Ordinal)
                .ThenBy(party => party.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The party of a workload.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="namespaceLabels">The labels of its namespace. Null if they may not be read.</param>
    /// <param name="pods">Its pods as parties; without any, labels say whether they will have a proxy.</param>
    public static AccessParty Of(
        KubeObject workload, IReadOnlyDictionary<string, string>? namespaceLabels, IReadOnlyList<AccessParty> pods)
    {
        JsonElement template = workload.Json.At("spec", "template") ?? default;
        var party = new AccessParty(workload.Kind, workload.Namespace, workload.Name)
        {
            Labels = WorkloadPods.LabelsOf(workload),
            NamespaceLabels = namespaceLabels,
        };
        return OfTemplate(party, template) with
        {
            Addresses = [.. pods.SelectMany(pod => pod.Addresses)],
            Proxy = pods.Select(pod => pod.Proxy).Distinct().ToArray() switch
            {
                [] => Expected(template, namespaceLabels),
                [var one] => one,
                _ => null,
            },
        };
    }

    /// <summary>Whoever runs as a service account; known is only what all pods of it share.</summary>
    /// <param name="read">What was read of its namespace.</param>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="name">Its name.</param>
    public static AccessParty OfServiceAccount(AccessSnapshot read, string namespaceName, string name)
    {
        AccessParty[] users = [.. read.Parties.Where(party =>
            party.Namespace == namespaceName && party.ServiceAccount == name)];
        return new AccessParty("ServiceAccount", namespaceName, name)
        {
            Labels = null,
            NamespaceLabels = users.FirstOrDefault()?.NamespaceLabels,
            ServiceAccount = name,
            Proxy = users.Select(user => user.Proxy).Distinct().ToArray() is [var one] ? one : null,
        };
    }

    /// <summary>The party that a text means.</summary>
    /// <param name="read">What was read of the namespace.</param>
    /// <param name="parameter">The parameter that says it, for errors.</param>
    /// <param name="text">
    /// The name of a workload or of a pod without one, <c>Kind/name</c>, <c>ServiceAccount/name</c>, or an IP address.
    /// </param>
    /// <param name="namespaceName">The namespace of a name.</param>
    /// <returns>Null if there is none of this name.</returns>
    /// <exception cref="ClusterException">
    /// InvalidSpec: no such kind; AmbiguousWorkload: several kinds have one of this name; AccessDenied: it was not
    /// found, and not all may be read.
    /// </exception>
    public static AccessParty? Find(AccessSnapshot read, string parameter, string text, string namespaceName)
    {
        if (text.AsSpan().IndexOfAny('.', ':') >= 0 && IPAddress.TryParse(text, out IPAddress? address))
        {
            return new AccessParty("Address", null, $"{address}") { Addresses = [$"{address}"] };
        }

        (string? kind, string name) = Split(parameter, text, Kinds);
        if (kind == "ServiceAccount") return OfServiceAccount(read, namespaceName, name);
        AccessParty[] found = [.. read.Parties.Where(party =>
            party.Namespace == namespaceName && party.Name == name && (kind ?? party.Kind) == party.Kind)];
        AccessParty[] workloads = [.. found.Where(party => party.Kind != "Pod")];
        if (workloads.Length > 1)
        {
            throw Ambiguous(parameter, name, namespaceName, [.. workloads.Select(item => item.Kind)]);
        }

        if (workloads.FirstOrDefault() is { } workload) return workload;
        if (found.FirstOrDefault() is { } pod) return pod;
        AccessGap? hidden = read.Gaps.FirstOrDefault(gap => IsOfParties(gap, namespaceName));
        return hidden is null ? null : throw hidden.Denial;
    }

    /// <summary>A name, or <c>Kind/name</c>.</summary>
    /// <param name="parameter">The parameter that says it, for errors.</param>
    /// <param name="text">The text.</param>
    /// <param name="kinds">The kinds that it may have, in any case of letters.</param>
    /// <returns>The kind as the API writes it, null if none was given, and the name.</returns>
    /// <exception cref="ClusterException">InvalidSpec: no such kind.</exception>
    internal static (string? Kind, string Name) Split(string parameter, string text, IReadOnlyList<string> kinds)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return (null, text);
        string kind = kinds.FirstOrDefault(one => one.Equals(text[..slash], StringComparison.OrdinalIgnoreCase))
            ?? throw InvalidInput.Of(
                parameter, text, $"must be a name or Kind/name, with a kind of {string.Join(", ", kinds)}");
        return (kind, text[(slash + 1)..]);
    }

    /// <summary>The fault of a name that several workloads have, where a kind may be put before it.</summary>
    internal static ClusterException Ambiguous(
        string parameter, string name, string namespaceName, IReadOnlyList<string> kinds) => new(
        ClusterFault.AmbiguousWorkload,
        $"'{name}' in namespace '{namespaceName}' is the name of several workloads: {string.Join(", ", kinds)}.",
        name, $"Say which one: -{parameter} {kinds[0]}/{name}.");

    /// <summary>What a template or a pod says of its pods.</summary>
    internal static AccessParty OfTemplate(AccessParty party, JsonElement template) => party with
    {
        ServiceAccount = template.Text("spec", "serviceAccountName") is { Length: > 0 } account ? account : "default",
        UsesHostNetwork = template.Flag("spec", "hostNetwork"),
        Ports =
        [
            .. RunningContainers.PortsOf(template.At("spec"))
                .Select(port => new AccessPort(port.Count("containerPort"))
                {
                    Name = port.Text("name") is { Length: > 0 } name ? name : null,
                    Protocol = port.Text("protocol") ?? "TCP",
                }),
        ],
    };

    private static bool IsOfParties(AccessGap gap, string namespaceName) =>
        (gap.Namespace is null || gap.Namespace == namespaceName)
        && (gap.Type == ResourceTypes.Pod || WorkloadKinds.All.Any(kind => kind.Type() == gap.Type));

    /// <summary>Which proxy pods will get (istio.io, "Controlling the injection policy", "Add workloads to the
    /// mesh").</summary>
    private static MeshProxy? Expected(JsonElement template, IReadOnlyDictionary<string, string>? spaceLabels)
    {
        if (AccessPod.HasSidecar(template.At("spec") ?? default)) return MeshProxy.Sidecar;
        IReadOnlyDictionary<string, string> labels = template.Map("metadata", "labels");
        string? wish = labels.GetValueOrDefault(Injection)
            ?? template.Map("metadata", "annotations").GetValueOrDefault(Injection);
        string? mode = labels.GetValueOrDefault(Ambient);
        if (wish == "true") return MeshProxy.Sidecar;
        if (mode == "ambient") return MeshProxy.Ambient;
        if (spaceLabels is null) return wish == "false" ? MeshProxy.None : null;
        bool isInjected = spaceLabels.GetValueOrDefault("istio-injection") is var injection
            && (injection == "enabled" || (injection is null && spaceLabels.ContainsKey("istio.io/rev")));
        if (isInjected && wish != "false") return MeshProxy.Sidecar;
        return mode is null && spaceLabels.GetValueOrDefault(Ambient) == "ambient" ? MeshProxy.Ambient : MeshProxy.None;
    }
}
