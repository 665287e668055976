using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Connection;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that works in one namespace.</summary>
public abstract class NamespacedCmdlet : KubeCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The parameter, else the session's default, else the context's, as in kubectl.</summary>
    private protected string ResolveNamespace(IClusterSession session) =>
        Namespace ?? ConnectionDefaults.Current.NamespaceFor(session.Context, ResolveKubeConfig()) ?? session.Context.Namespace;
}
