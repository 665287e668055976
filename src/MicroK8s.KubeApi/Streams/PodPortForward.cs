using System.Globalization;
using MicroK8s.Connection;
using MicroK8s.KubeApi.Requests;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Streams;

/// <summary>Connections to ports of pods: the <c>portforward</c> subresource.</summary>
internal sealed class PodPortForward(KubeRequests requests) : IPodPortForward
{
    private const string Protocol = "portforward.k8s.io";

    public async Task<IPodTunnel> ConnectAsync(
        string namespaceName, string pod, int port, CancellationToken cancellationToken)
    {
        string path = $"{ResourceTypes.Pod.Path(namespaceName, pod)}/portforward";
        string action = $"create pods/portforward to Pod {namespaceName}/{pod}";
        Stream stream = await requests.UpgradeAsync(path, Protocol, action, cancellationToken).ConfigureAwait(false);
        var connection = new SpdyConnection(stream);
        try
        {
            (string, string)[] headers =
                [("port", port.ToString(CultureInfo.InvariantCulture)), ("requestid", "0")];
            int error = await connection.OpenAsync(StreamNames.Headers(StreamNames.Error, headers), cancellationToken)
                .ConfigureAwait(false);
            await connection.EndAsync(error, cancellationToken).ConfigureAwait(false);
            int data = await connection.OpenAsync(StreamNames.Headers(StreamNames.Data, headers), cancellationToken)
                .ConfigureAwait(false);
            return new PodTunnel(requests, connection, error, data);
        }
        catch (IOException exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw requests.StreamFailed(exception);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
