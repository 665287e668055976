using System.Net;
using System.Net.Sockets;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Forwarding;

/// <summary>
/// A local port that leads to a ready pod of a microservice, until it is disposed. When the pod goes, the
/// connections through it break off, and the next one goes to another pod. Thread-safe.
/// </summary>
public sealed class ServicePortForward : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly IClusterSession _session;
    private readonly KubeObject _workload;
    private readonly Socket _listener;
    private readonly ForwardPods _pods;
    private readonly ForwardTunnels _tunnels;
    private int _connections;
    private long _served;
    private int _isClosed;

    internal ServicePortForward(
        IClusterSession session, KubeObject workload, KubeObject? front, string? wanted, Socket listener,
        ForwardPods pods, TimeProvider clock, CancellationTokenSource stop)
    {
        _stop = stop;
        _session = session;
        _workload = workload;
        _listener = listener;
        _pods = pods;
        _tunnels = new ForwardTunnels(session, workload, front, wanted, pods, clock);
        var local = (IPEndPoint)listener.LocalEndPoint!;
        Address = local.Address.ToString();
        LocalPort = local.Port;
    }

    /// <summary>Occurs once, when it was closed.</summary>
    public event EventHandler? Closed;

    /// <summary>The microservice.</summary>
    public string Service => _workload.Name;

    /// <summary>Its namespace.</summary>
    public string Namespace => _workload.Namespace!;

    /// <summary>The context of its cluster.</summary>
    public string Context => UntrustedText.CleanLine(_session.Context.Name);

    /// <summary>The local address that is listened at.</summary>
    public string Address { get; }

    /// <summary>The local port.</summary>
    public int LocalPort { get; }

    /// <summary>The port of the pod that the next connection goes to; the last one while no pod is ready.</summary>
    public int RemotePort { get; internal set; }

    /// <summary>The pod that the next connection goes to. Null while none is ready, and when closed.</summary>
    public string? Pod => State == PortForwardState.Ready ? _pods.Current?.Name : null;

    /// <summary>Whether it can be used.</summary>
    public PortForwardState State => _isClosed != 0 ? PortForwardState.Closed
        : _pods.Current is null ? PortForwardState.Waiting : PortForwardState.Ready;

    /// <summary>Connections that are open now.</summary>
    public int Connections => _connections;

    /// <summary>Connections that were taken so far, the open ones among them.</summary>
    public long Served => Interlocked.Read(ref _served);

    /// <summary>Why the last connection that failed did. Null if none failed.</summary>
    public string? LastError { get; private set; }

    /// <summary>Closes the local port and every connection.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        _stop.Cancel();
        _listener.Dispose();
        Closed?.Invoke(this, EventArgs.Empty);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Address}:{LocalPort} -> {Namespace}/{Service}:{RemotePort}";

    /// <summary>Takes connections until it is disposed.</summary>
    /// <param name="watching">The watch of the pods; when it ends, so does the forwarding.</param>
    internal async Task RunAsync(Task watching)
    {
        _ = CloseAfterAsync(watching);
        try
        {
            while (true)
            {
                Socket local = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                _ = ServeAsync(local);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException
            or ObjectDisposedException)
        {
            Dispose();
        }
    }

    private async Task CloseAfterAsync(Task watching)
    {
        try
        {
            await watching.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
        {
            if (_isClosed == 0) LastError = exception.Message;
        }

        Dispose();
    }

    private async Task ServeAsync(Socket local)
    {
        Interlocked.Increment(ref _connections);
        Interlocked.Increment(ref _served);
        try
        {
            using (local) await ForwardAsync(local).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException
            or ObjectDisposedException or IOException)
        {
            // The local side has gone, or all is being closed: there is nobody to tell.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ForwardAsync(Socket local)
    {
        try
        {
            local.NoDelay = true;
            IPodTunnel tunnel =
                await _tunnels.OpenAsync(port => RemotePort = port, _stop.Token).ConfigureAwait(false);
            await using (tunnel.ConfigureAwait(false))
            {
                await ForwardConnection.CopyAsync(local, tunnel, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (ClusterException exception)
        {
            // Before the local side is closed: whoever notices that may ask why. What closing breaks off says nothing.
            if (_isClosed == 0) LastError = exception.Message;
        }
    }
}
