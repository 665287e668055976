using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Session;

/// <summary>
/// What <c>Connect-Cluster</c> chose: its parameters become the defaults of later cmdlets in every runspace of the
/// process, such as those of <c>ForEach-Object -Parallel</c> and thread jobs. A runspace that chose for itself keeps
/// its choice: nobody else's redirects its writes.
/// </summary>
internal sealed class ConnectionDefaults
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionDefaults> PerRunspace = [];
    private static readonly Choice Nothing = new(new ConnectionOptions(), null);
    private static volatile Choice _ofProcess = Nothing;

    private volatile Choice? _own;

    /// <summary>The defaults of the runspace at work.</summary>
    public static ConnectionDefaults Current => PerRunspace.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The chosen kubeconfig and context, all null when nothing was chosen.</summary>
    public ConnectionOptions Options => InForce.Options;

    /// <summary>The chosen namespace, null when none was chosen.</summary>
    public string? Namespace => InForce.Namespace;

    private Choice InForce => _own ?? _ofProcess;

    public void Set(ConnectionOptions options, string? namespaceName) =>
        _own = _ofProcess = new Choice(options, namespaceName);

    /// <summary>Takes the choice back, for the process too unless another runspace has chosen since.</summary>
    public void Clear()
    {
        if (_own is null || _own == _ofProcess) _ofProcess = Nothing;
        _own = Nothing;
    }

    /// <summary>
    /// Parameters over defaults. Another kubeconfig makes the default context meaningless, so it is dropped with it.
    /// </summary>
    public ConnectionOptions Apply(string? kubeConfig, string? context) => kubeConfig is null
        ? Options with { Context = context ?? Options.Context }
        : new ConnectionOptions(kubeConfig, context);

    /// <summary>The default namespace, if the context is the chosen one, of the chosen kubeconfig.</summary>
    /// <param name="context">The context in use.</param>
    /// <param name="kubeConfig">The kubeconfig that a parameter named; null if none did.</param>
    public string? NamespaceFor(ClusterContext context, string? kubeConfig)
    {
        (ConnectionOptions options, string? namespaceName) = InForce;
        bool isChosenFile = kubeConfig is null || kubeConfig == options.KubeConfig;
        return isChosenFile && (options.Context is null || options.Context == context.Name) ? namespaceName : null;
    }

    private sealed record Choice(ConnectionOptions Options, string? Namespace);
}
