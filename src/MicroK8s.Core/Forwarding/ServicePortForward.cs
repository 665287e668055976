using System.Net;
using System.Net.Sockets;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Forwarding;

/// <summary>
/// A local port that leads to a ready pod of a micro service, until it is disposed. When the pod goes, the
/// connections through it break off, and the next one goes to another pod. Thread-safe.
/// </summary>
public sealed class ServicePortForward : IDisposable
{
    /// <summary>How long a connection waits for a ready pod; longer than a pod usually takes to be replaced.</summary>
    private static readonly TimeSpan PodTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Pods that are tried for one connection.</summary>
    private const int MostTries = 3;

    private readonly CancellationTokenSource _stop;
    private readonly IClusterSession _session;
    private readonly KubeObject _workload;
    private readonly KubeObject? _front;
    private readonly string? _wanted;
    private readonly Socket _listener;
    private readonly ForwardPods _pods;
    private readonly TimeProvider _clock;
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
        _front = front;
        _wanted = wanted;
        _listener = listener;
        _pods = pods;
        _clock = clock;
        var local = (IPEndPoint)listener.LocalEndPoint!;
        Address = local.Address.ToString();
        LocalPort = local.Port;
    }

    /// <summary>Occurs once, when it was closed.</summary>
    public event EventHandler? Closed;

    /// <summary>The micro service.</summary>
    public string Service => _workload.Name;

    /// <summary>Its namespace.</summary>
    public string Namespace => _workload.Namespace!;

    /// <summary>The context of its cluster.</summary>
    public string Context => _session.Context.Name;

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
            using (local)
            {
                local.NoDelay = true;
                IPodTunnel tunnel = await ConnectAsync().ConfigureAwait(false);
                await using (tunnel.ConfigureAwait(false))
                {
                    await ForwardConnection.CopyAsync(local, tunnel, _stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (ClusterException exception)
        {
            LastError = exception.Message;
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

    private async Task<IPodTunnel> ConnectAsync()
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            KubeObject pod = await _pods.WaitAsync(failed, PodTimeout, _clock, _stop.Token).ConfigureAwait(false)
                ?? throw PodChoice.NoneReady(_workload);
            try
            {
                RemotePort = RemotePorts.Resolve(_front, pod, _wanted);
                return await _session.PortForward.ConnectAsync(Namespace, pod.Name, RemotePort, _stop.Token)
                    .ConfigureAwait(false);
            }
            catch (ClusterException exception) when (failed.Count + 1 < MostTries
                && exception.Fault is ClusterFault.ResourceNotFound
                    or ClusterFault.InvalidSpec or ClusterFault.Unreachable)
            {
                // The watch is a little behind: this pod is on its way out.
                failed.Add(pod.Uid);
            }
        }
    }
}
