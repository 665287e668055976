using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Health.Baseline;
using MicroK8s.Health.Catalog;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Health;

[Cmdlet(VerbsDiagnostic.Test, "ClusterHealth")]
[OutputType(typeof(HealthFinding), typeof(bool))]
public sealed class TestClusterHealthCommand : KubeCmdlet
{
    /// <summary>How many seconds each check has.</summary>
    internal static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(15);

    /// <summary>What heals takes seconds, and each run asks for every list.</summary>
    private static readonly TimeSpan PauseBetweenRuns = TimeSpan.FromSeconds(5);

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
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Since { get; set; } = TimeSpan.FromHours(1);

    [Parameter]
    [Pairs]
    public Hashtable Threshold { get; set; } = [];

    [Parameter]
    [ExactType(typeof(HealthStatus))]
    public HealthStatus MinimumStatus { get; set; }

    [Parameter]
    [Alias("TimeoutSec")]
    [Duration(Shortest = 1, Longest = 3600)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Timeout { get; set; } = UsualTimeout;

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    public string? Baseline { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    [Duration(Shortest = 1, Longest = TimedCmdlet.LongestTimeout)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>First the server is looked for, then all checks run at the same time: each has its time-out.</summary>
    private protected override TimeSpan? TimeLimit => (2 * Timeout) + (Wait ? WaitTimeout : TimeSpan.Zero);

    private protected override ClusterException DescribeTimeout(TimeSpan limit) => CallTimeout.Of(this, limit);

    private protected override async Task ProcessAsync()
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<IHealthCheck> checks = HealthCheckSelection.Choose("Check", Check, Exclude);
        IReadOnlyDictionary<string, double> thresholds = HealthThresholds.Read(Threshold, checks);
        HealthBaseline? baseline = Baseline is null ? null : BaselineInput.Read(SessionState.Path, Baseline);
        IClusterSession session = await ConnectAsync();
        var scope = new HealthScope(session, await NamespacesAsync(session), TimeProvider.System)
        {
            Since = Since,
            Thresholds = thresholds,
        };
        if (!Wait && MyInvocation.BoundParameters.ContainsKey(nameof(WaitTimeout)))
        {
            throw InvalidInput.Of("WaitTimeout", WaitTimeout, "needs -Wait");
        }

        TimeSpan pause = WaitTimeout - PauseBetweenRuns;
        while (true)
        {
            Outcome outcome = await RunAsync(checks, scope, baseline);
            if (Wait && !outcome.IsWell && Stopwatch.GetElapsedTime(start) < pause)
            {
                WriteProgress(new ProgressRecord(0, "Waiting for the cluster to be healthy", outcome.Sum));
                await Task.Delay(PauseBetweenRuns, StopToken);
                continue;
            }

            if (Quiet)
            {
                WriteObject(outcome.IsWell);
                return;
            }

            WriteObjects(outcome.Held);
            WriteHostLine($"{outcome.Worst}: {outcome.Sum}", StyleOf(outcome.Worst));
            return;
        }
    }

    /// <summary>
    /// One run of all checks. Findings are shown as they come; but those of a run that may be followed by another one
    /// are held back.
    /// </summary>
    private async Task<Outcome> RunAsync(
        IReadOnlyList<IHealthCheck> checks, HealthScope scope, HealthBaseline? baseline)
    {
        long start = Stopwatch.GetTimestamp();
        HealthStatus failsFrom = MyInvocation.BoundParameters.ContainsKey(nameof(MinimumStatus))
            ? MinimumStatus
            : HealthStatus.Unknown;
        bool isWell = true;
        var summary = new HealthSummary();
        var held = new List<HealthFinding>();
        HealthComparison? comparison = baseline is null ? null : new HealthComparison(baseline, scope.Namespaces);
        await foreach (HealthFinding found in
            HealthRun.RunAsync(checks, scope, Timeout, StopToken))
        {
            HealthFinding finding = comparison?.Compare(found) ?? found;
            summary.Add(finding);
            if (!Quiet && finding.Status >= MinimumStatus)
            {
                if (Wait) held.Add(finding);
                else WriteObject(finding);
            }

            if (finding.Status < failsFrom
                || (comparison is not null && finding.Change is not (HealthChange.New or HealthChange.Worse))) continue;
            isWell = false;
            if (!Quiet) continue;
            WriteVerbose($"{finding.Status}: {finding.Check}, {finding.Target}: {finding.Evidence}");
            break;
        }

        if (!Quiet && comparison is not null && MinimumStatus == HealthStatus.Healthy)
        {
            held.AddRange(comparison.ListGone());
        }

        return new Outcome(isWell, summary.Worst, summary.Describe(Stopwatch.GetElapsedTime(start)), held);
    }

    private sealed record Outcome(
        bool IsWell, HealthStatus Worst, string Sum, IReadOnlyList<HealthFinding> Held);

    /// <summary>The style of $PSStyle for a status. Null for none: no colour goes into a file.</summary>
    private string? StyleOf(HealthStatus status)
    {
        if (status < HealthStatus.Warning || Console.IsOutputRedirected) return null;
        object? styles = Read(SessionState.PSVariable.GetValue("PSStyle"), "Formatting");
        return Read(styles, status == HealthStatus.Unhealthy ? "Error" : "Warning") as string;

        static object? Read(object? from, string name) =>
            from is null ? null : PSObject.AsPSObject(from).Properties[name]?.Value;
    }

    private async Task<IReadOnlyList<string>> NamespacesAsync(IClusterSession session)
    {
        if (!Array.Exists(Namespace, WildcardPattern.ContainsWildcardCharacters)) return [.. Namespace.Distinct()];
        var query = new ResourceQuery(ResourceTypes.Namespace, null) { MetadataOnly = true };
        IReadOnlyList<KubeObject> known = await session.Resources.ReadAllAsync(query, StopToken);
        return [.. Namespace.SelectMany(pattern => Match(pattern, known)).Distinct()];
    }

    private static string[] Match(string pattern, IReadOnlyList<KubeObject> known)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern)) return [pattern];
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
        string[] found = [.. known.Select(item => item.Name).Where(wildcard.IsMatch)];
        return found.Length > 0
            ? found
            : throw new ClusterException(
                ClusterFault.NamespaceNotFound, $"-Namespace: no namespace matches '{pattern}'.", pattern);
    }
}
