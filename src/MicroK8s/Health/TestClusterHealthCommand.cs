using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;

namespace MicroK8s.Commands.Health;

[Cmdlet(VerbsDiagnostic.Test, "ClusterHealth")]
[OutputType(typeof(HealthFinding), typeof(bool))]
public sealed class TestClusterHealthCommand : KubeCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HealthCheckCompleter))]
    public string[] Check { get; set; } = ["*"];

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HealthCheckCompleter))]
    public string[] Exclude { get; set; } = [];

    // Not by property name: the namespace of a connection in the pipeline must not narrow the test unasked.
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(1, 3600)]
    [ExactType(typeof(int), Unit = "seconds")]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int Timeout { get; set; } = 15;

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>First the server is looked for, then all checks run at the same time: each has its time-out.</summary>
    private protected override TimeSpan? TimeLimit => 2 * TimeSpan.FromSeconds(Timeout);

    private protected override ClusterException DescribeTimeout(TimeSpan limit) => CallTimeout.Of(this, limit);

    private protected override async Task ProcessAsync()
    {
        IReadOnlyList<IHealthCheck> checks = HealthCheckSelection.Choose(Check, Exclude);
        var scope = new HealthScope(await ConnectAsync(), [.. Namespace.Distinct()], TimeProvider.System);
        bool isWell = true;
        await foreach (HealthFinding finding in
            HealthRun.RunAsync(checks, scope, TimeSpan.FromSeconds(Timeout), StopToken))
        {
            if (!Quiet)
            {
                WriteObject(finding);
            }
            else if (finding.Status >= HealthStatus.Unknown)
            {
                WriteVerbose($"{finding.Status}: {finding.Check}, {finding.Target}: {finding.Evidence}");
                isWell = false;
                break;
            }
        }

        if (Quiet) WriteObject(isWell);
    }
}
