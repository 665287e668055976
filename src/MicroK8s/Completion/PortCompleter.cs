using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Forwarding;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Completion;

/// <summary>Ports of the microservice of <c>-Name</c>, by number and name; behind <c>8080:</c> too.</summary>
public sealed class PortCompleter : ClusterCompleter
{
    private protected override string? ScopeOf(CompletionRequest request) => request.Service;

    private protected override async Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken)
    {
        IClusterSession session = await request.ConnectAsync(cancellationToken).ConfigureAwait(false);
        KubeObject? workload = await request.FindWorkloadAsync(session, cancellationToken).ConfigureAwait(false);
        if (workload is null) return [];
        KubeObject? service = await ServicesOf.TryFindFirstAsync(session.Resources, workload, cancellationToken)
            .ConfigureAwait(false);
        return RemotePorts.Known(service, workload).Select(port => $"{port.Port} {port.Meaning}").ToArray();
    }

    private protected override string StemOf(string word) => word[..(word.LastIndexOf(':') + 1)];

    private protected override IEnumerable<string> Sort(IEnumerable<string> names) => names;

    private protected override Candidate Present(string name)
    {
        string[] parts = name.Split(' ', 2);
        return new Candidate(parts[0], parts[0], parts[1]);
    }
}
