using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Health.ControlPlane;
using MicroK8s.Health.Reports;

namespace MicroK8s.Commands.Health;

[Cmdlet(
    VerbsData.Export, "ClusterHealthReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportClusterHealthReportCommand : KubeCmdlet
{
    private readonly List<HealthFinding> _findings = [];
    private ReportFile[] _files = [];
    private bool _isIncomplete;

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string[]))]
    public string[] Path { get; set; } = [];

    [Parameter]
    [ExactType(typeof(ReportFormat?))]
    public ReportFormat? Format { get; set; }

    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    public string Title { get; set; } = "Cluster health";

    [Parameter]
    [Alias("TimeoutSec")]
    [Duration(Shortest = 1, Longest = 3600)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Timeout { get; set; } = TestClusterHealthCommand.UsualTimeout;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The server is looked for, then all checks run at the same time, then the nodes are read.</summary>
    private protected override TimeSpan? TimeLimit => 3 * Timeout;

    /// <summary>
    /// Whether the findings come from elsewhere. They do not tell their cluster, so nodes of the connection are not
    /// added to them unless it is named.
    /// </summary>
    private bool HasInput =>
        MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <summary>Whether all that is known is that the server does not answer.</summary>
    private bool IsSilent =>
        !HasInput && _findings.Count == 1 && _findings[0].Code == ApiCodes.Silent.Id;

    private protected override ClusterException DescribeTimeout(TimeSpan limit) => CallTimeout.Of(this, limit);

    private protected override Task BeginAsync()
    {
        if (Path.Length == 0 && Force) throw InvalidInput.Of("Force", true, "needs -Path");
        if (Path.Length == 0 && PassThru) throw InvalidInput.Of("PassThru", true, "needs -Path");
        _files = [.. Path.Select(FileOf)];
        if (_files.GroupBy(file => file.Path).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw InvalidInput.Of("Path", twice.Key, "is named twice");
        }

        foreach (ReportFile file in _files) file.Check();
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        if (InputObject is null) return Task.CompletedTask;
        try
        {
            _findings.Add(FindingInput.Read(InputObject));
        }
        catch (ClusterException)
        {
            _isIncomplete = true;
            throw;
        }

        return Task.CompletedTask;
    }

    private protected override async Task EndAsync()
    {
        if (_isIncomplete)
        {
            WriteWarning("No report was made: without the objects that could not be read it would look too good.");
            return;
        }

        RestartDeadline();
        HealthReport report = await ReportAsync();
        if (_files.Length == 0)
        {
            WriteObject(report.Write(Format ?? ReportFormat.Markdown).TrimEnd('\n'));
            return;
        }

        // All texts before the first file: what fails here leaves nothing behind.
        string[] texts = [.. _files.Select(file => report.Write(file.Format))];
        foreach ((ReportFile file, string text) in _files.Zip(texts)) WriteFile(file, text, report);
    }

    private void WriteFile(ReportFile file, string text, HealthReport report)
    {
        string plan = $"Write {file.Path} as {file.Format}: {report.Verdict}";
        if (!ShouldProcess(plan, $"{plan}\nDo it?", MyInvocation.MyCommand.Name)) return;
        try
        {
            file.Write(text);

            // As Get-Item emits it: the view of a file asks for more than the file itself.
            if (PassThru) WriteObjects(InvokeProvider.Item.Get([file.Path], force: true, literalPath: true));
        }
        catch (ClusterException exception)
        {
            Report(exception);
        }
    }

    private async Task<HealthReport> ReportAsync()
    {
        IClusterSession? session = !HasInput || GivenContext is not null || !string.IsNullOrEmpty(KubeConfig)
            ? await ConnectAsync()
            : null;
        if (!HasInput) await TestAsync(session!);
        (IReadOnlyList<ReportNode> nodes, string? note) = await ReadNodesAsync(session);
        Uri? project = MyInvocation.MyCommand.Module?.ProjectUri;
        return new HealthReport(_findings, TimeProvider.System.GetUtcNow())
        {
            Title = Title,
            Context = session?.Context.Name,
            Server = session?.Context.Server,
            ServerVersion = session is null || IsSilent ? null : await VersionAsync(session),
            ModuleVersion = MyInvocation.MyCommand.Version?.ToString(),
            Pages = project is null ? null : new Uri($"{project.AbsoluteUri.TrimEnd('/')}/"),
            Codes = HealthChecks.Codes.ToDictionary(code => code.Id),
            Nodes = nodes,
            NodesNote = note,
        };
    }

    private async Task TestAsync(IClusterSession session)
    {
        var scope = new HealthScope(session, [], TimeProvider.System);
        await foreach (HealthFinding finding in
            HealthRun.RunAsync(HealthChecks.All, scope, Timeout, StopToken))
        {
            _findings.Add(finding);
        }
    }

    /// <summary>The nodes, or why there are none: a report on a cluster that does not work is needed most.</summary>
    private async Task<(IReadOnlyList<ReportNode> Nodes, string? Note)> ReadNodesAsync(IClusterSession? session)
    {
        if (session is null || IsSilent) return ([], null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        limit.CancelAfter(Timeout);
        try
        {
            return (await NodeReading.ReadAsync(session, limit.Token), null);
        }
        catch (ClusterException exception)
        {
            return ([], $"The nodes could not be read: {exception.Message}");
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            return ([], $"The nodes could not be read within {Timeout.TotalSeconds:0} s.");
        }
    }

    private async Task<string?> VersionAsync(IClusterSession session)
    {
        try
        {
            return await session.GetServerVersionAsync(StopToken);
        }
        catch (ClusterException)
        {
            return null;
        }
    }

    private ReportFile FileOf(string path)
    {
        ReportFormat format = Format ?? ReportFormats.Of(path) ?? throw InvalidInput.Of(
            "Path", path, $"has none of the extensions {string.Join(", ", ReportFormats.Known)}",
            $"Say what it is with -Format: {string.Join(", ", Enum.GetNames<ReportFormat>())}.");
        return new ReportFile(InputFiles.Place(SessionState.Path, path), format, Force);
    }
}
