using System.Collections;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Completion;

/// <summary>
/// What the command line says so far. Made on the typing thread, the only one that knows its runspace.
/// </summary>
internal sealed class CompletionRequest(IDictionary parameters) : IDisposable
{
    private SessionLease? _lease;
    private readonly ConnectionDefaults _defaults = ConnectionDefaults.Current;

    public ConnectionOptions Options => _defaults.Apply(Bound("KubeConfig"), Bound("Context"));

    /// <summary>Cluster and namespace that the line means, as far as they are known without asking.</summary>
    public string Scope => $"{Options}|{Bound("Namespace") ?? _defaults.Namespace}";

    /// <summary>
    /// The value that the command line gives a parameter, of several the first; null if it gives none.
    /// </summary>
    public string? Bound(string name) =>
        parameters[name] is object?[] values ? values.FirstOrDefault()?.ToString() : parameters[name]?.ToString();

    public Task<IClusterSession> ConnectAsync(CancellationToken cancellationToken) =>
        (_lease ??= SessionCache.Lease(Options)).OpenAsync(cancellationToken);

    public void Dispose() => _lease?.Dispose();

    public string NamespaceFor(IClusterSession session) =>
        Bound("Namespace") ?? _defaults.NamespaceFor(session.Context, Bound("KubeConfig")) ?? session.Context.Namespace;

    /// <summary>The kind that the line names. Null if it names none.</summary>
    public WorkloadKind? Kind =>
        Enum.TryParse(Bound("Kind"), ignoreCase: true, out WorkloadKind kind) ? kind : null;

    /// <summary>What the microservice depends on, beside cluster and namespace.</summary>
    public string Service => $"{Name}/{Bound("Kind")}";

    /// <summary>The microservice that the line names; the one that is called has a parameter of its own.</summary>
    private string? Name => Bound("Name") ?? Bound("To");

    /// <summary>The workload of the microservice that the line names. Null if it names none.</summary>
    public async Task<KubeObject?> FindWorkloadAsync(IClusterSession session, CancellationToken cancellationToken) =>
        Name is { } name
            ? await WorkloadLookup.GetAsync(session.Resources, name, NamespaceFor(session), Kind, cancellationToken)
                .ConfigureAwait(false)
            : null;
}
