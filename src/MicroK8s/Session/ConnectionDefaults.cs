using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Session;

/// <summary>
/// What <c>Connect-Cluster</c> chose, for one runspace: its parameters become the defaults of later cmdlets.
/// </summary>
internal sealed class ConnectionDefaults
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionDefaults> PerRunspace = [];

    /// <summary>The defaults of the runspace at work.</summary>
    public static ConnectionDefaults Current => PerRunspace.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The chosen kubeconfig and context, all null when nothing was chosen.</summary>
    public ConnectionOptions Options { get; private set; } = new();

    /// <summary>The chosen namespace, null when none was chosen.</summary>
    public string? Namespace { get; private set; }

    public void Set(ConnectionOptions options, string? namespaceName)
    {
        Options = options;
        Namespace = namespaceName;
    }

    public void Clear() => Set(new ConnectionOptions(), null);

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
        bool isChosenFile = kubeConfig is null || kubeConfig == Options.KubeConfig;
        return isChosenFile && (Options.Context is null || Options.Context == context.Name) ? Namespace : null;
    }
}
