using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Traffic;

/// <summary>
/// The real cluster, with something that happens just before a write, such as another writer or a failure, or just after
/// an object was made: its answer is lost.
/// </summary>
internal sealed class HookedSession(Func<ResourceRef, Task> beforeWrite, Func<ResourceRef, Task>? afterCreate = null)
    : DelegatingSession(TestCluster.Admin)
{
    public int Patches { get; private set; }

    public override async Task<KubeObject> PatchAsync(
        ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken)
    {
        Patches++;
        await beforeWrite(target);
        return await base.PatchAsync(target, patch, dryRun, cancellationToken);
    }

    public override async Task<KubeObject> CreateAsync(
        ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken)
    {
        ResourceRef target = RefOf(type, manifest);
        await beforeWrite(target);
        KubeObject made = await base.CreateAsync(type, manifest, dryRun, cancellationToken);
        if (afterCreate is not null) await afterCreate(target);
        return made;
    }

    public override async Task<KubeObject> ApplyAsync(
        ResourceType type, JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        await beforeWrite(RefOf(type, manifest));
        return await base.ApplyAsync(type, manifest, force, dryRun, cancellationToken);
    }

    public override async Task DeleteAsync(
        ResourceRef target, string? uid, bool dryRun, CancellationToken cancellationToken)
    {
        await beforeWrite(target);
        await base.DeleteAsync(target, uid, dryRun, cancellationToken);
    }

    private static ResourceRef RefOf(ResourceType type, JsonObject manifest) =>
        new(type, (string?)manifest["metadata"]!["namespace"], (string)manifest["metadata"]!["name"]!);
}
