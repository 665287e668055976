using System.Management.Automation;
using System.Threading.Channels;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(
    VerbsLifecycle.Invoke, "NodeDrain", DefaultParameterSetName = ByName, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DrainedPod))]
public sealed class InvokeNodeDrainCommand : WritingCmdlet
{
    private const string ByName = "Name";
    private const string ByLabel = "Selector";

    private readonly List<(IClusterSession Session, string Name, string? KubeConfig)> _nodes = [];

    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByName)]
    [Alias("Node")]
    [ValidateNotNullOrEmpty]
    [Names("Node")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLabel)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    public string Selector { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    public string? PodSelector { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter DeleteEmptyDirData { get; set; }

    [Parameter]
    [ValidateRange(0, TimedCmdlet.LongestTimeout)]
    [ExactType(typeof(int?), Unit = "seconds")]
    public int? GracePeriodSeconds { get; set; }

    [Parameter]
    [Duration(Shortest = 1, Longest = TimedCmdlet.LongestTimeout)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(15);

    [Parameter]
    [ValidateRange(1, 100)]
    [ExactType(typeof(int))]
    public int ThrottleLimit { get; set; } = 1;

    private protected override TimeSpan? TimeLimit => Timeout;

    private protected override ClusterException DescribeTimeout(TimeSpan limit) => CallTimeout.Of(this, limit);

    // All names are read first, so that several nodes can be drained at once.
    private protected override async Task ProcessAsync()
    {
        foreach (string name in Name) NodeNames.RequirePlain(name);
        IClusterSession session = await ConnectAsync();
        IEnumerable<string> names = Name;
        if (ParameterSetName == ByLabel)
        {
            var query = new ResourceQuery(ResourceTypes.Node, null) { LabelSelector = Selector };
            names = (await session.Resources.ReadAllAsync(query, StopToken)).Select(node => node.Name).ToArray();
            if (!names.Any()) WriteWarning($"No node has the labels '{Selector}'; nothing is drained.");
        }

        foreach (string name in names)
        {
            // Records of one node, as its pods are, mean it once.
            if (!_nodes.Any(one => one.Session == session && one.Name == name))
            {
                _nodes.Add((session, name, KubeConfigInUse()));
            }
        }
    }

    private protected override async Task EndAsync()
    {
        var work = new ThrottledWork(ThrottleLimit);
        try
        {
            foreach ((IClusterSession session, string name, string? kubeConfig) in _nodes)
            {
                await TryAsync(() => BeginAsync(session, name, kubeConfig, work));
            }
        }
        catch (ClusterException)
        {
            // What was begun before a fault that ends everything has come to something, which is told first.
            await work.FinishAsync();
            throw;
        }

        await work.FinishAsync();
    }

    private async Task BeginAsync(IClusterSession session, string name, string? kubeConfig, ThrottledWork work)
    {
        var options = new DrainOptions
        {
            Force = Force,
            DeleteEmptyDirData = DeleteEmptyDirData,
            GracePeriodSeconds = GracePeriodSeconds,
            PodSelector = PodSelector,
        };
        DrainPlan plan = await DrainPlan.ReadAsync(session, name, options, StopToken);
        if (!Agree(plan.Description, "Drain it?", plan.Warnings)) return;
        await work.StartAsync(() => TryAsync(() => DrainAsync(session, plan, kubeConfig)));
    }

    private async Task DrainAsync(IClusterSession session, DrainPlan plan, string? kubeConfig)
    {
        // Each node has its time-out; it may have waited for those before it.
        RestartDeadline();
        var run = new DrainRun(session, plan, TimeProvider.System);
        var events = Channel.CreateUnbounded<DrainEvent>();
        using IDisposable note = OnStop(() => WarnHost(run.Remains));
        Task driving = Writes.Track(DriveAsync(run, events.Writer, TimeLeft));
        var progress = new DrainProgress(this, plan.Node.Name);
        await foreach (DrainEvent happening in events.Reader.ReadAllAsync(StopToken))
        {
            progress.Show(happening);
            switch (happening)
            {
                case DrainEvent.Waiting { Text: var text }:
                    WriteWarning(text);
                    break;
                case DrainEvent.PodOver { Pod: var pod }:
                    WriteObject(pod with { Context = session.Context.Name, KubeConfig = kubeConfig });
                    break;
            }
        }

        progress.End();
        await driving;
    }

    private async Task DriveAsync(DrainRun run, ChannelWriter<DrainEvent> events, WaitLimit limit)
    {
        try
        {
            await run.RunAsync(events, limit, StopToken).ConfigureAwait(false);
        }
        finally
        {
            events.TryComplete();
        }
    }

    /// <summary>
    /// A fault of one node is reported, and the others go on; one that none can escape ends everything.
    /// </summary>
    private async Task TryAsync(Func<Task> body)
    {
        try
        {
            await body();
        }
        catch (ClusterException exception) when (!ErrorRecords.EndsPipeline(exception.Fault))
        {
            Report(exception);
        }
    }
}
