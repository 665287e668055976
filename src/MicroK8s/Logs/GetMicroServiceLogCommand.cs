using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Logs;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Logs;

[Cmdlet(VerbsCommon.Get, "MicroServiceLog")]
[OutputType(typeof(LogLine))]
public sealed class GetMicroServiceLogCommand : NamespacedCmdlet
{
    private readonly List<LogTarget> _targets = [];
    private LogPattern? _pattern;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ValidateNotNullOrEmpty]
    [Names("Service")]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PodCompleter))]
    public string[] Pod { get; set; } = ["*"];

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string[] Container { get; set; } = ["*"];

    [Parameter]
    public SwitchParameter IncludeInit { get; set; }

    [Parameter]
    public SwitchParameter Follow { get; set; }

    [Parameter]
    public SwitchParameter Previous { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public LogSince? Since { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ExactType(typeof(int?))]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public int? Tail { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Pattern { get; set; }

    [Parameter]
    public SwitchParameter SimpleMatch { get; set; }

    private protected override async Task ProcessAsync()
    {
        // Here, not at the beginning: a fault there would not keep the records from being processed.
        if (Follow && Previous) throw InvalidInput.Of("Follow", true, "cannot be given together with -Previous");
        if (Pattern is not null) _pattern ??= new LogPattern(Pattern, SimpleMatch);
        IClusterSession session = await ConnectAsync();
        var selection = new LogSelection
        {
            IsPodWanted = Filter(Pod),
            IsContainerWanted = Filter(Container),
            NamedPods = Literals(Pod),
            Named = Literals(Container),
            IncludeInit = IncludeInit,
        };
        await ForEachAsync(Name, async name => _targets.Add(
            new LogTarget(session, await FindWorkloadAsync(session, name, Kind), selection)));
    }

    private protected override async Task EndAsync()
    {
        if (_targets.Count == 0) return;
        var request = new LogRequest
        {
            Follow = Follow, Previous = Previous, Since = Since?.Time, Age = Since?.Age, Tail = Tail,
        };
        var notices = new Progress<LogNotice>(Tell);
        IAsyncEnumerable<LogLine> lines =
            LogReader.ReadAsync(_targets, request, notices, TimeProvider.System, StopToken);
        if (Follow) LiftDeadline();
        await foreach (LogLine line in lines)
        {
            // A long log may take as long as lines come.
            if (!Follow) RestartDeadline();
            if (_pattern?.IsMatch(line.Text) != false) WriteObject(line);
        }
    }

    private void Tell(LogNotice notice)
    {
        // One log that cannot be read is no reason to leave the others out.
        if (notice.Fault is not null) WriteError(ErrorRecords.From(notice.Fault));
        else if (notice.IsWarning) WriteWarning(notice.Message);
        else WriteVerbose(notice.Message);
    }

    private static Func<string, bool> Filter(string[] names)
    {
        WildcardPattern[] patterns = [.. names.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        return name => patterns.Any(pattern => pattern.IsMatch(name));
    }

    private static HashSet<string> Literals(string[] names) =>
        [.. names.Where(name => !WildcardPattern.ContainsWildcardCharacters(name))];
}
