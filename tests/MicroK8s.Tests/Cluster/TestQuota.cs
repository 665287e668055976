using MicroK8s.Resources;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Cluster;

/// <summary>
/// A quota of the objects of one kind. The API server keeps to a copy of it, which comes after the status that its
/// controller writes; so each method returns only when the server does what the quota says.
/// </summary>
internal sealed class TestQuota
{
    private readonly TestNamespace _space;
    private readonly ResourceType _type;

    private TestQuota(TestNamespace space, ResourceType type) => (_space, _type) = (space, type);

    public string Name => $"few-{_type.Plural}";

    private string Refusal => $"exceeded quota: {Name}";

    private ObjectBuilder Sample => _type.Kind switch
    {
        "Pod" => ObjectBuilder.WebPod("sample"),
        "Service" => ObjectBuilder.Service("sample").WithSpec("""{"ports":[{"port":80}]}"""),
        _ => ObjectBuilder.Of(_type.Kind, "sample"),
    };

    /// <summary>Lets no further object of a kind in.</summary>
    public static async Task<TestQuota> CloseAsync(TestNamespace space, ResourceType type)
    {
        var quota = new TestQuota(space, type);
        ObjectBuilder manifest = ObjectBuilder.Of("ResourceQuota", quota.Name)
            .WithSpec($$"""{"hard":{"{{type.Plural}}":"0"} }""");
        await space.CreateAsync(ResourceTypes.ResourceQuota, manifest);
        await InEffect.RefusalAsync(quota.Refusal, quota.TryAsync);
        return quota;
    }

    /// <summary>Lets so many in, which must be more than there are.</summary>
    public async Task OpenAsync(int count)
    {
        await _space.ChangeAsync(
            Name, patch => patch.Replace($"/spec/hard/{_type.Plural}", $"{count}"), ResourceTypes.ResourceQuota);
        await InEffect.AcceptanceAsync(Refusal, TryAsync);
    }

    private Task TryAsync(CancellationToken limit) => _space.TryAsync(_type, Sample, limit);
}
