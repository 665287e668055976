using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services.Objects;
using MicroK8s.Services.Spec;

namespace MicroK8s.Changes;

/// <summary>
/// The ports of a Service after a change. When the number behind a port changes, pods of the old and the new revision
/// answer at different numbers for a while. A target by name is looked up in every pod by itself, so the Service then
/// gets the name of the container's port, which both revisions have, and no pod is ever out of reach.
/// </summary>
internal static class PortEdit
{
    /// <summary>The ports, in the order of the wish; what the wish does not speak of stays.</summary>
    /// <param name="service">The Service as it is.</param>
    /// <param name="change">The wish.</param>
    /// <param name="draft">The workload as it is to be.</param>
    public static JsonArray Of(KubeObject service, ServiceChange change, WorkloadDraft draft)
    {
        IReadOnlyDictionary<PortSpec, ExistingPort> matches =
            ExistingPort.Match(ExistingPort.Of(service), change.Spec.Ports);
        return ManifestJson.List(change.Spec.Ports.Select(
            port => Port(port, matches.GetValueOrDefault(port), draft, change.Spec.Ports)));
    }

    /// <summary>
    /// The ports of a Service between two revisions, when some go and others come in their place: both. Pods of the old
    /// revision then answer at the old ones until those of the new one answer at theirs, however long that takes.
    /// </summary>
    /// <param name="service">The Service as it is.</param>
    /// <param name="change">The wish.</param>
    /// <returns>The ports. Null if the Service can get its new ones at once.</returns>
    public static JsonArray? Bridge(KubeObject service, ServiceChange change)
    {
        IReadOnlyList<ExistingPort> before = ExistingPort.Of(service);
        IReadOnlyDictionary<PortSpec, ExistingPort> matches = ExistingPort.Match(before, change.Spec.Ports);
        PortSpec[] added = [.. change.Spec.Ports.Where(port => !matches.ContainsKey(port))];
        if (added.Length == 0 || !before.Except(matches.Values).Any()) return null;
        IEnumerable<JsonObject> old = before.Select(port =>
        {
            // Only a single port may be without a name.
            JsonObject json = port.Json.DeepClone().AsObject();
            if (port.Name is null) json.Put("name", PortInput.NameFor(port.Number, port.Protocol));
            return json;
        });
        return ManifestJson.List(old.Concat(
            added.Select(port => new JsonObject
            {
                ["name"] = port.Name, ["port"] = port.Port, ["protocol"] = port.Protocol, ["targetPort"] = port.Target,
            })));
    }

    /// <summary>
    /// The ports whose number changes while no name leads over it: old pods are out of reach at them as soon as the
    /// Service is written, and new ones before that.
    /// </summary>
    /// <param name="service">The Service as it is.</param>
    /// <param name="change">The wish.</param>
    /// <param name="draft">The workload as it is to be.</param>
    public static IReadOnlyList<string> WithGap(KubeObject service, ServiceChange change, WorkloadDraft draft)
    {
        IReadOnlyDictionary<PortSpec, ExistingPort> matches =
            ExistingPort.Match(ExistingPort.Of(service), change.Spec.Ports);
        return
        [
            .. from port in change.Spec.Ports
               let there = matches.GetValueOrDefault(port)
               where there is not null && there.NumberIn(draft.Read.ToNode()) is { } number
                   && number != port.Target && Name(there, port, draft) is null
               select $"{port.Port}/{port.Protocol}",
        ];
    }

    /// <summary>The named ports of all containers of a workload, and of its sidecars.</summary>
    /// <param name="workload">The workload.</param>
    public static IReadOnlyDictionary<string, int> NamedBy(JsonObject workload)
    {
        JsonElement json = JsonSerializer.SerializeToElement(workload);
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonElement port in RunningContainers.PortsOf(json.At("spec", "template", "spec")))
        {
            if (port.Text("name") is { } name) ports.TryAdd(name, port.Count("containerPort"));
        }

        return ports;
    }

    private static JsonObject Port(
        PortSpec wanted, ExistingPort? there, WorkloadDraft draft, IReadOnlyList<PortSpec> all)
    {
        JsonObject json = there?.Json.DeepClone().AsObject() ?? [];

        // A name that was made up from the number is no reason to rename a port, or to name the only one.
        bool needsName = there is null || !wanted.HasMadeUpName || (there.Name is null && all.Count > 1);
        if (needsName) json.Put("name", wanted.Name);
        json.Put("port", wanted.Port);
        if (there?.Protocol != wanted.Protocol) json.Put("protocol", wanted.Protocol);
        json.Put("targetPort", Target(wanted, there, draft, all));
        if (wanted.NodePort is { } node) json.Put("nodePort", node);
        return json;
    }

    private static JsonNode? Target(
        PortSpec wanted, ExistingPort? there, WorkloadDraft draft, IReadOnlyList<PortSpec> all)
    {
        if (wanted.TargetName is { } given) return ContainerPortNames.Of(all, given);
        if (there is null) return wanted.Target;
        bool isRight = there.NumberIn(draft.Json) == wanted.Target;
        return isRight ? there.Json["targetPort"]?.DeepClone() : Name(there, wanted, draft) ?? (JsonNode)wanted.Target;
    }

    /// <summary>
    /// The name that leads to the old number in old pods and to the new one in new pods. Null if none does.
    /// </summary>
    private static string? Name(ExistingPort there, PortSpec wanted, WorkloadDraft draft)
    {
        IReadOnlyDictionary<string, int> old = NamedBy(draft.Read.ToNode());
        int? number = there.NumberIn(old);
        return NamedBy(draft.Json).Where(port => port.Value == wanted.Target).Select(port => port.Key)
            .FirstOrDefault(name => old.TryGetValue(name, out int before) && before == number);
    }
}
