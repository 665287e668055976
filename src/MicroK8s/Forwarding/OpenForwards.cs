using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using MicroK8s.Connection;
using MicroK8s.Forwarding;

namespace MicroK8s.Commands.Forwarding;

/// <summary>
/// The port-forwards of the process that are open. They end with the module, as far as that of their own runspace goes:
/// other runspaces may remove theirs.
/// </summary>
internal static class OpenForwards
{
    private static readonly ConcurrentDictionary<ServicePortForward, (IClusterSession Session, Runspace Opener)> All =
        new();

    /// <summary>Keeps a port-forward of this runspace until it is closed; its session ends with it.</summary>
    public static void Add(ServicePortForward forward, IClusterSession session)
    {
        All[forward] = (session, Runspace.DefaultRunspace);
        forward.Closed += (_, _) => Remove(forward);

        // It may have been closed before anybody listened.
        if (forward.State == PortForwardState.Closed) Remove(forward);
    }

    /// <summary>Closes those of this runspace, and of runspaces that are gone and left theirs open.</summary>
    public static void CloseOwn()
    {
        foreach ((ServicePortForward forward, (_, Runspace opener)) in All)
        {
            bool isGone = opener.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken;
            if (isGone || opener == Runspace.DefaultRunspace) forward.Dispose();
        }
    }

    private static void Remove(ServicePortForward forward)
    {
        if (All.TryRemove(forward, out (IClusterSession Session, Runspace) open)) open.Session.Dispose();
    }
}
