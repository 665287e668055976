using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services.Objects;
using MicroK8s.Workloads;

namespace MicroK8s.Changes;

/// <summary>Writes a wish into a workload of whatever author.</summary>
internal static class WorkloadEdit
{
    /// <summary>A changed copy of a workload, without the notes of what changed.</summary>
    /// <param name="read">The workload.</param>
    /// <param name="change">What is to be different.</param>
    /// <param name="service">The Service in front of it. Null if there is none, or it is not concerned.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static WorkloadDraft Apply(KubeObject read, ServiceChange change, KubeObject? service)
    {
        var draft = new WorkloadDraft(read);
        WorkloadKind kind = WorkloadKinds.Of(read);
        JsonObject manifest = WorkloadManifest.Of(
            change.Spec with { Name = read.Name, Namespace = read.Namespace!, Kind = kind }, run: null);
        if (change.Has("Port")) ContainerPorts.Write(draft, change, service);
        foreach (SettableField field in SettableFields.All.Where(field => change.Has(field.Name)))
        {
            CheckKind(field, kind, read);
            Write(draft, field, change, manifest["spec"]!.AsObject());
        }

        ImageEdit.Write(draft, change);
        EnvironmentEdit.Write(draft, change);
        LabelEdit.Write(draft, change);
        StrategyEdit.Tidy(draft, change);
        if (change.Names.Overlaps(ProbeEdit.Fields.Keys)) ProbeEdit.Complete(draft, change);
        return draft;
    }

    private static void Write(WorkloadDraft draft, SettableField field, ServiceChange change, JsonObject spec)
    {
        JsonObject pod = spec["template"]!["spec"]!.AsObject();
        (JsonObject source, JsonObject target) = field.Place switch
        {
            FieldPlace.Container =>
                (pod["containers"]![0]!.AsObject(), draft.Container(change.Container, field.Name)),
            FieldPlace.Pod => (pod, draft.PodSpec),
            _ => (spec, draft.Spec),
        };
        if (change.Maps.TryGetValue(field.Name, out MapChange? map)) field.Merge(map, target);
        else field.Copy(source, target, WorkloadKinds.Of(draft.Read));
        if (field.Name == "Spread") SpreadOver(draft);
    }

    /// <summary>Pods of other authors have other labels; what is spread are the pods of this workload.</summary>
    private static void SpreadOver(WorkloadDraft draft)
    {
        JsonArray spreads = draft.PodSpec["topologySpreadConstraints"] as JsonArray ?? [];
        foreach (JsonObject spread in spreads.OfType<JsonObject>())
        {
            spread["labelSelector"] = draft.Spec["selector"]?.DeepClone();
        }
    }

    private static void CheckKind(SettableField field, WorkloadKind kind, KubeObject read)
    {
        if (field.Kinds.Count == 0 || field.Kinds.Contains(kind)) return;
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"-{field.Name} does not fit {read}: only a {string.Join(" or a ", field.Kinds)} has it.", read.Name,
            field.Name == "Replicas" ? "A DaemonSet runs one pod on every node that fits: see -NodeSelector." : null);
    }
}
