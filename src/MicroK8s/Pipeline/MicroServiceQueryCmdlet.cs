using System.Collections.Concurrent;
using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that looks at microservices, chosen by names and wildcards.</summary>
public abstract class MicroServiceQueryCmdlet : NamespacedCmdlet
{
    private readonly ConcurrentQueue<(ClusterException Exception, bool IsMissing)> _denied = new();
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [Names("Service")]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>The names of the record at hand.</summary>
    private protected NameSelection Selection { get; private set; } = new([]);

    /// <summary>What the record at hand asks for.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    private protected ServiceQuery ReadQuery(IClusterSession session)
    {
        if (AllNamespaces && GivenNamespace is not null)
        {
            throw InvalidInput.Of("Namespace", GivenNamespace, "cannot be given together with -AllNamespaces");
        }

        NameSelection selection = Selection = new NameSelection(Name);
        return new ServiceQuery(AllNamespaces ? null : ResolveNamespace(session), selection.Names, selection.IsMatch)
        {
            Kind = Kind,
        };
    }

    /// <summary>Notes, on any thread, that objects are left out because they may not be read.</summary>
    private protected void Denied(ClusterException exception) => _denied.Enqueue((exception, true));

    /// <summary>Notes, on any thread, that something about objects is not known because it may not be read.</summary>
    private protected void Unknown(ClusterException exception) => _denied.Enqueue((exception, false));

    /// <summary>Tells what was not read: with a warning if the answer lacks objects because of it.</summary>
    private protected void ReportDenied()
    {
        while (_denied.TryDequeue(out var denied))
        {
            if (!_reported.Add($"{denied.Exception.Target}")) continue;
            if (denied.IsMissing) WriteWarning($"Left out: {denied.Exception.Message}");
            else WriteVerbose(denied.Exception.Message);
        }
    }

    /// <summary>Reports what was asked for and is not there.</summary>
    private protected async Task ReportMissingAsync(IClusterSession session, ServiceQuery query, bool isEmpty)
    {
        ReportDenied();
        foreach (ClusterException fault in await MicroServiceReader.ExplainAsync(
            session.Resources, query, Selection.Missing, isEmpty, StopToken))
        {
            Report(fault);
        }
    }

    /// <summary>A watch of a namespace that does not exist would wait for ever.</summary>
    /// <exception cref="ClusterException">NamespaceNotFound.</exception>
    private protected async Task RequireNamespaceAsync(IClusterSession session, ServiceQuery query)
    {
        if (query.Namespace is { } name
            && await ServiceFaults.FindNamespaceFaultAsync(session.Resources, name, StopToken) is { } fault)
        {
            throw fault;
        }
    }
}
