using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Session;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet that works in one namespace.</summary>
public abstract class NamespacedCmdlet : WritingCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The parameter; an empty one, as an empty CSV cell gives, is none.</summary>
    private protected string? GivenNamespace => string.IsNullOrEmpty(Namespace) ? null : Namespace;

    /// <summary>The parameter, else the session's default, else the context's, as in kubectl.</summary>
    private protected string ResolveNamespace(IClusterSession session) =>
        GivenNamespace ?? ConnectionDefaults.Current.NamespaceFor(session.Context, ResolveKubeConfig())
            ?? session.Context.Namespace;

    /// <summary>The workload that a name means; a null kind is any.</summary>
    private protected Task<KubeObject> FindWorkloadAsync(IClusterSession session, string name, WorkloadKind? kind) =>
        WorkloadLookup.GetAsync(session.Resources, name, ResolveNamespace(session), kind, StopToken);

    /// <summary>Waits until the revision that a write made runs; shows how far it is.</summary>
    private protected async Task<KubeObject> WaitForRolloutAsync(
        IClusterSession session, KubeObject workload, string? activity = null)
    {
        KubeObject done = await RolloutProgressReporter.ShowAsync(
            this, activity ?? $"Rolling out {workload.Namespace}/{workload.Name}",
            progress => RolloutWait.RunAsync(
                session, workload, TimeLeft, progress, TimeProvider.System, StopToken));
        foreach (string note in RolloutNotes.Of(done)) WriteWarning(note);
        return done;
    }

    private protected MicroService Describe(IClusterSession session, KubeObject workload) =>
        MicroServiceRules.Describe(
            workload, session.Context.Name, KubeConfigInUse(), TimeProvider.System.GetUtcNow());

    /// <summary>Does the same for several names of one record; a failure is reported, and the next goes on.</summary>
    private protected async Task ForEachAsync(
        IEnumerable<string> names, Func<string, Task> body, string parameter = "Name")
    {
        bool isFirst = true;
        foreach (string name in names)
        {
            if (!isFirst) RestartDeadline();
            isFirst = false;
            try
            {
                if (WildcardPattern.ContainsWildcardCharacters(name)) throw Wildcard(name, parameter);
                await body(name);
            }
            catch (ClusterException exception)
            {
                Report(exception);
            }
        }
    }

    private protected static ClusterException Wildcard(string name, string parameter) => InvalidInput.Of(
        parameter, name, "does not accept wildcards", $"Select them first: Get-MicroService '{name}' | ...");
}
