using System.Runtime.CompilerServices;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Health;

/// <summary>
/// A cluster that cannot be arranged for real: silent, forbidden, or with an Istio that is broken. A check never writes.
/// </summary>
internal sealed class StubSession() : DelegatingSession(inner: null)
{
    public override ClusterContext Context { get; } = new("stub", "https://stub:6443", "default", "me", true, false);

    /// <summary>The answer to every probe; an exception is thrown.</summary>
    public Func<string, ServerAnswer> Answer { get; init; } = _ => new ServerAnswer(200, """{"gitVersion": "v1.30.1"}""");

    public override ConnectionCertificates Certificates => Shown;

    public ConnectionCertificates Shown { get; init; } = ConnectionCertificates.None;

    public List<KubeObject> Objects { get; init; } = [];

    /// <summary>The kind whose lists are forbidden.</summary>
    public ResourceType? Forbidden { get; init; }

    /// <summary>Kinds that the server does not have.</summary>
    public HashSet<ResourceType> Unknown { get; } = [];

    /// <summary>Every list that was asked for, in order.</summary>
    public List<ResourceQuery> Asked { get; } = [];

    public bool ServesIstio { get; init; } = true;

    public override Task<string> GetServerVersionAsync(CancellationToken cancellationToken) => Task.FromResult("v1.30.1");

    public override Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken) =>
        Task.Run(() => Answer(path), cancellationToken);

    public override Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) => Task.FromResult(ServesIstio);

    public override Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken) => Task.FromResult(
        target.Type == ResourceTypes.Namespace && target.Name != "nowhere" ? KubeObject.Parse("{}") : Objects.FirstOrDefault(item => item.Kind == target.Type.Kind && item.Name == target.Name
            && item.Namespace == target.Namespace));

    public override async IAsyncEnumerable<KubeObject> ListAsync(
        ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (Asked) Asked.Add(query);
        if (query.Type == Forbidden)
        {
            throw new ClusterException(ClusterFault.AccessDenied, $"Not allowed to list {query.Type}.", $"list {query.Type}");
        }

        if (Unknown.Contains(query.Type) || (!ServesIstio && query.Type.Group.Contains("istio", StringComparison.Ordinal)))
        {
            throw new ClusterException(ClusterFault.KindNotSupported, $"There is no {query.Type}.");
        }

        foreach (KubeObject item in Objects.Where(item => item.Kind == query.Type.Kind
            && (query.Namespace is null || item.Namespace == query.Namespace)))
        {
            yield return item;
        }
    }
}
