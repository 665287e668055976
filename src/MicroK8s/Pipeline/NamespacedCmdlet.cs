using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Connection;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that works in one namespace.</summary>
public abstract class NamespacedCmdlet : KubeCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The parameter; an empty one, as an empty CSV cell gives, is none.</summary>
    private protected string? GivenNamespace => string.IsNullOrEmpty(Namespace) ? null : Namespace;

    /// <summary>The parameter, else the session's default, else the context's, as in kubectl.</summary>
    private protected string ResolveNamespace(IClusterSession session) =>
        GivenNamespace ?? ConnectionDefaults.Current.NamespaceFor(session.Context, ResolveKubeConfig()) ?? session.Context.Namespace;
}
