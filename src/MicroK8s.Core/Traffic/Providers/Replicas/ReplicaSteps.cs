using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Replicas;

/// <summary>
/// The writes from some numbers of pods to others. Pods come before others go, the stable ones first. While there are
/// more than usual for it, the canary says how many there were before: who goes on after an end in between knows it.
/// </summary>
/// <param name="Stable">The stable Deployments.</param>
/// <param name="Canary">The canary's.</param>
/// <param name="Noted">The usual number that the canary says now. Null if it says none.</param>
/// <param name="Note">What it is to say in the end.</param>
/// <param name="Usual">How many pods there are usually.</param>
internal sealed record ReplicaSteps(
    IReadOnlyList<ReplicaStep> Stable, ReplicaStep Canary, int? Noted, int? Note, int Usual)
{
    /// <summary>Every Deployment, the canary's last.</summary>
    public IEnumerable<ReplicaStep> All => Stable.Append(Canary);

    /// <summary>The Deployments whose pods have to be ready before others go.</summary>
    public IEnumerable<KubeObject> Awaited => All.Where(step => step.To > step.From
        || (step.To == step.From && All.Any(HasFall) && step.IsUnready)).Select(step => step.Share.Backend.Source!);

    /// <summary>What the canary says in between: what it said, until all is done.</summary>
    private int? NoteBetween => All.Any(HasFall)
        ? Noted ?? (All.Any(step => step.To > step.From) ? Usual : null)
        : Note;

    /// <summary>The writes that add pods.</summary>
    public IEnumerable<ObjectChange> First()
    {
        ReplicaStep[] added = [.. Stable.Where(step => step.To > step.From)];
        bool isRising = Canary.To > Canary.From;
        bool isNoted = NoteBetween != Noted;
        if (isNoted) yield return Patch(Canary, isRising && added.Length == 0 ? Canary.To : Canary.From, NoteBetween);
        foreach (ReplicaStep step in added) yield return Patch(step, step.To, note: null, isNoting: false);
        if (!isRising || (isNoted && added.Length == 0)) yield break;
        yield return isNoted ? Update(Canary, NoteBetween) : Patch(Canary, Canary.To, NoteBetween);
    }

    /// <summary>The writes that take pods away.</summary>
    public IEnumerable<ObjectChange> WhenReady()
    {
        foreach (ReplicaStep step in Stable.Where(HasFall)) yield return Update(step, note: null, isNoting: false);
        if (HasFall(Canary) || NoteBetween != Note) yield return Update(Canary, Note);
    }

    private static bool HasFall(ReplicaStep step) => step.To < step.From;

    private static ObjectChange Patch(ReplicaStep step, int replicas, int? note, bool isNoting = true)
    {
        KubeObject read = step.Share.Backend.Source!;
        var patch = new JsonPatch(read);
        JsonPatchDifference.Append(patch, read.ToNode(), Edit(read, replicas, note, isNoting));
        return ObjectChange.Change(TargetOf(read), read, patch, FieldsOf(step));
    }

    /// <summary>A write of an object that its controller, or an earlier step, may have written since.</summary>
    private static ObjectChange Update(ReplicaStep step, int? note, bool isNoting = true)
    {
        KubeObject read = step.Share.Backend.Source!;
        return new ObjectChange(
            ObjectUpdate.Plan(TargetOf(read), read, now => Edit(now, step.To, note, isNoting)), FieldsOf(step));
    }

    private static JsonObject Edit(KubeObject read, int replicas, int? note, bool isNoting)
    {
        JsonObject json = read.ToNode();
        json.Open("spec")["replicas"] = replicas;
        if (!isNoting) return json;
        if (note is { } usual) json.Open("metadata").Open("annotations")[ReplicaProvider.UsualTotal] = $"{usual}";
        else (json.At("metadata", "annotations") as JsonObject)?.Remove(ReplicaProvider.UsualTotal);
        return json;
    }

    private static ResourceRef TargetOf(KubeObject read) =>
        new(ResourceTypes.Deployment, read.Namespace, read.Name);

    private static string[] FieldsOf(ReplicaStep step) => [$"spec.replicas {step.From} → {step.To}"];
}
