using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that talks to a cluster: which one, as whom, in which namespace.</summary>
public abstract class KubeCmdlet : AsyncCmdlet
{
    private readonly Dictionary<ConnectionOptions, SessionLease> _leases = [];

    // By property name, so that what one cluster emitted goes back to that cluster; null is "not given".
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(string))]
    public string? KubeConfig { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string? Context { get; set; }

    /// <summary>Writes that continue when the cmdlet is stopped; its session stays open until they end.</summary>
    private protected PendingWrites Writes { get; } = new();

    /// <summary>
    /// The session of this invocation: the one of the defaults and parameters, shared while they are the same.
    /// </summary>
    private protected Task<IClusterSession> ConnectAsync() => ConnectAsync(OptionsFor(KubeConfig, Context));

    /// <summary>The context parameter; an empty one, as an empty CSV cell gives, is none.</summary>
    private protected string? GivenContext => NameOf(Context);

    /// <summary>The cluster that these two select; Connect-Cluster's choice fills in what is empty.</summary>
    private protected ConnectionOptions OptionsFor(string? kubeConfig, string? context) =>
        ConnectionDefaults.Current.Apply(PathOf(kubeConfig), NameOf(context));

    /// <summary>A session of exactly these options.</summary>
    private protected async Task<IClusterSession> ConnectAsync(ConnectionOptions options)
    {
        bool isFirst = !_leases.ContainsKey(options);
        IClusterSession session = await LeaseOf(options).OpenAsync(StopToken);
        if (isFirst) WriteVerbose(Introduce(session.Context));
        if (session.Context.SkipsTlsVerification)
        {
            WriteWarning(
                $"Context '{session.Context.Name}' turns the check of the server's certificate off; "
                + "anyone on the way can read and change what is sent.");
        }

        if (session.Context.WithholdsCredentials)
        {
            WriteWarning(
                $"The server of context '{session.Context.Name}' is reached over http, so the credentials of the "
                + "kubeconfig are not sent: anyone on the way could take them.");
        }

        return session;
    }

    /// <summary>The kubeconfig as a file-system path; PowerShell's location is not the process's.</summary>
    private protected string? ResolveKubeConfig() => PathOf(KubeConfig);

    /// <summary>
    /// The kubeconfig that was named, by parameter or by Connect-Cluster; null if none was. For records.
    /// </summary>
    private protected string? KubeConfigInUse() => OptionsFor(KubeConfig, Context).KubeConfig;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;

        // A write that a stop does not cut off still needs the session; those of other cmdlets do not.
        SessionLease[] leases = [.. _leases.Values];
        if (leases.Length > 0) Writes.Afterwards(() => Array.ForEach(leases, lease => lease.Dispose()));
    }

    /// <summary>Which cluster, as whom.</summary>
    private static string Introduce(ClusterContext context) =>
        $"Cluster {context.Server} of context '{context.Name}', "
        + (context.User.Length > 0 ? $"as user '{context.User}'" : "without a user")
        + (context.ActsAs is { } other ? $" who acts as '{other}'." : ".");

    private static string? NameOf(string? context) => string.IsNullOrEmpty(context) ? null : context;

    private string? PathOf(string? kubeConfig) =>
        string.IsNullOrEmpty(kubeConfig) ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(kubeConfig);

    /// <summary>One lease for all records: a session that is used does not change under a running cmdlet.</summary>
    private SessionLease LeaseOf(ConnectionOptions options)
    {
        if (_leases.TryGetValue(options, out SessionLease? lease)) return lease;
        return _leases[options] = SessionCache.Lease(options);
    }
}
