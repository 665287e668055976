using System.Collections.Concurrent;
using MicroK8s.Connection;
using MicroK8s.Forwarding;

namespace MicroK8s.Commands.Forwarding;

/// <summary>The port-forwards of the process that are open; they end with the module.</summary>
internal static class OpenForwards
{
    private static readonly ConcurrentDictionary<ServicePortForward, IClusterSession> All = new();

    /// <summary>Keeps a port-forward until it is closed; its session ends with it.</summary>
    public static void Add(ServicePortForward forward, IClusterSession session)
    {
        All[forward] = session;
        forward.Closed += (_, _) => Remove(forward);

        // It may have been closed before anybody listened.
        if (forward.State == PortForwardState.Closed) Remove(forward);
    }

    /// <summary>Closes all.</summary>
    public static void CloseAll()
    {
        foreach (ServicePortForward forward in All.Keys) forward.Dispose();
    }

    private static void Remove(ServicePortForward forward)
    {
        if (All.TryRemove(forward, out IClusterSession? session)) session.Dispose();
    }
}
