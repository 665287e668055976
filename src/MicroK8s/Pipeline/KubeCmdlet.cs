using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Connection;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that talks to a cluster: which one, as whom, in which namespace.</summary>
public abstract class KubeCmdlet : AsyncCmdlet
{
    // By property name, so that what one cluster emitted goes back to that cluster; null is "not given".
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Strict(typeof(string))]
    public string? KubeConfig { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Strict(typeof(string))]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string? Context { get; set; }

    /// <summary>
    /// The session of this invocation: the one of the defaults and parameters, shared while they are the same.
    /// </summary>
    private protected Task<IClusterSession> ConnectAsync() => ConnectAsync(
        ConnectionDefaults.Current.Apply(ResolveKubeConfig(), GivenContext));

    /// <summary>The context parameter; an empty one, as an empty CSV cell gives, is none.</summary>
    private protected string? GivenContext => string.IsNullOrEmpty(Context) ? null : Context;

    /// <summary>A session of exactly these options.</summary>
    private protected async Task<IClusterSession> ConnectAsync(ConnectionOptions options)
    {
        IClusterSession session = await SessionCache.GetAsync(options, StopToken);
        if (session.Context.SkipsTlsVerification)
        {
            WriteWarning(
                $"Context '{session.Context.Name}' turns the check of the server's certificate off; "
                + "anyone on the way can read and change what is sent.");
        }

        return session;
    }

    /// <summary>The kubeconfig as a file-system path; PowerShell's location is not the process's.</summary>
    private protected string? ResolveKubeConfig() =>
        string.IsNullOrEmpty(KubeConfig) ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(KubeConfig);

    /// <summary>
    /// The kubeconfig that was named, by parameter or by Connect-Cluster; null if none was. For records.
    /// </summary>
    private protected string? KubeConfigInUse() =>
        ConnectionDefaults.Current.Apply(ResolveKubeConfig(), Context).KubeConfig;
}
