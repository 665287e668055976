using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Storage;

/// <summary>What is wrong with volumes and the claims to them.</summary>
public static class StorageRules
{
    /// <summary>Making a disk takes its time.</summary>
    public static readonly HealthThreshold ClaimGrace = HealthThreshold.Time(
        "ClaimGrace", TimeSpan.FromMinutes(5), "How long a claim may be without a volume");

    /// <summary>Another node has to let go of a disk first.</summary>
    public static readonly HealthThreshold AttachGrace = HealthThreshold.Time(
        "AttachGrace", TimeSpan.FromMinutes(2), "How long a volume may fail to be attached or detached");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [ClaimGrace, AttachGrace];

    /// <summary>Which StorageClass a claim is of. Null if it names none, and the default decides.</summary>
    /// <param name="claim">The PersistentVolumeClaim.</param>
    public static string? ClassOf(KubeObject claim) => claim.Json.Text("spec", "storageClassName")
        ?? claim.Annotations.GetValueOrDefault("volume.beta.kubernetes.io/storage-class");

    /// <summary>Whether a class is what a claim gets that names none.</summary>
    /// <param name="storageClass">The StorageClass.</param>
    public static bool IsDefault(KubeObject storageClass) =>
        storageClass.Annotations.GetValueOrDefault("storageclass.kubernetes.io/is-default-class") == "true";

    /// <summary>Whether volumes of a class are made only when a pod needs them.</summary>
    /// <param name="storageClass">The StorageClass.</param>
    public static bool IsLate(KubeObject storageClass) =>
        storageClass.Json.Text("volumeBindingMode") == "WaitForFirstConsumer";

    /// <summary>What is wrong with a claim that waits, when it is known that nothing else is waited for.</summary>
    /// <param name="name">The class that it names. Null if it names none.</param>
    /// <param name="age">For how long it waits.</param>
    /// <param name="hasClass">Whether that class, or a default, exists.</param>
    /// <param name="scope">The threshold.</param>
    public static HealthProblem Pending(string? name, TimeSpan age, bool hasClass, HealthScope scope)
    {
        string why = (name, hasClass) switch
        {
            ("", _) => "it wants a volume that exists already, and none fits",
            (null, false) => "no StorageClass is specified, and there is no default class",
            (_, false) => $"there is no StorageClass {name}",
            _ => $"StorageClass {name ?? "of the default"} has made none",
        };
        return new HealthProblem(
            StorageCodes.ClaimPending, $"Pending for {AgeText.Of(age)}: {why}",
            hasClass && name != ""
                ? "Read the events of the claim, and see whether the provisioner of the class runs"
                : "Create a volume that fits, or name a StorageClass that exists")
        {
            Status = age > scope.TimeOf(ClaimGrace) ? HealthStatus.Unhealthy : HealthStatus.Warning,
        };
    }

    /// <summary>What is wrong with a volume.</summary>
    /// <param name="volume">The PersistentVolume.</param>
    public static IEnumerable<HealthProblem> JudgeVolume(KubeObject volume)
    {
        if (volume.Json.Text("status", "phase") != "Failed") return [];
        string said = volume.Json.Text("status", "message") ?? volume.Json.Text("status", "reason")
            ?? "no reason given";
        return
        [
            new HealthProblem(
                StorageCodes.VolumeFailed, $"Failed: {said}",
                "Save what is on it if it is needed, then remove the volume by hand"),
        ];
    }

    /// <summary>What is wrong with the attachment of a volume to a node.</summary>
    /// <param name="attachment">The VolumeAttachment.</param>
    /// <param name="scope">The time, and the threshold.</param>
    public static IEnumerable<HealthProblem> JudgeAttachment(KubeObject attachment, HealthScope scope)
    {
        foreach (string error in (string[])["attachError", "detachError"])
        {
            if (attachment.Json.Text("status", error, "message") is not { } said) continue;
            TimeSpan age = scope.Now - (attachment.Json.Time("metadata", "deletionTimestamp") ?? attachment.Created
                ?? scope.Now);
            string what = error == "attachError" ? "attached to" : "detached from";
            yield return new HealthProblem(
                StorageCodes.Attachment,
                $"{attachment.Json.Text("spec", "source", "persistentVolumeName")} cannot be {what} "
                + $"{attachment.Json.Text("spec", "nodeName")} for {AgeText.Of(age)}: {said}",
                $"See whether driver {attachment.Json.Text("spec", "attacher")} runs, and what holds the volume")
            {
                Status = age > scope.TimeOf(AttachGrace) ? HealthStatus.Unhealthy : HealthStatus.Warning,
            };
        }
    }
}
