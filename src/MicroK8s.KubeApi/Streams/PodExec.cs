using MicroK8s.Connection;
using MicroK8s.KubeApi.Requests;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Streams;

/// <summary>Commands in containers: the <c>exec</c> subresource.</summary>
internal sealed class PodExec(KubeRequests requests) : IPodExec
{
    /// <summary>The protocol that tells exit codes; every server since 1.3 has it.</summary>
    private const string Protocol = "v4.channel.k8s.io";

    public async Task<IPodCommand> StartAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        string command = string.Join('&', request.Command.Select(part => $"command={Uri.EscapeDataString(part)}"));
        string path = $"{ResourceTypes.Pod.Path(request.Namespace, request.Pod)}/exec?{command}"
            + $"&container={Uri.EscapeDataString(request.Container)}&stdout=true&stderr=true"
            + (request.HasInput ? "&stdin=true" : "");
        string action = $"create pods/exec in Pod {request.Namespace}/{request.Pod}";
        Stream stream = await requests.UpgradeAsync(path, Protocol, action, cancellationToken).ConfigureAwait(false);
        var started = new PodCommand(requests, new SpdyConnection(stream));
        try
        {
            await started.OpenAsync(request.HasInput, cancellationToken).ConfigureAwait(false);
            return started;
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
