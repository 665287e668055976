using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Exec;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Exec;

[Cmdlet(
    VerbsLifecycle.Invoke, "MicroServiceCommand", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class InvokeMicroServiceCommandCommand : NamespacedCmdlet
{
    private bool _isNamed;
    private CommandRun? _run;

    // Not by value: what comes down the pipeline is the command's input.
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] ArgumentList { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PodCompleter))]
    public string? Pod { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    // Without -- PowerShell would take these for a beginning of a parameter's name: refuse it, or bind it in silence.
    [Parameter(DontShow = true)]
    [Alias("a", "c", "d", "e", "i", "k", "n", "o", "p", "r", "s", "v", "w")]
    public SwitchParameter StrayOption { get; set; }

    /// <summary>A command that runs takes its input as slowly as it likes.</summary>
    private protected override TimeSpan? TimeLimit => _run is null ? base.TimeLimit : null;

    private protected override async Task BeginAsync()
    {
        _isNamed = MyInvocation.BoundParameters.ContainsKey(nameof(Name));
        if (StrayOption) throw Stray();
        bool hasInput = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));
        if (_isNamed) _run = await StartAsync(hasInput);
    }

    private protected override async Task ProcessAsync()
    {
        if (_isNamed)
        {
            if (_run is not null && InputObject is not null)
            {
                await _run.FeedAsync(CommandInput.Bytes(InputObject), StopToken);
            }
            return;
        }

        // The record names the service, so it is no input.
        await using CommandRun? run = await StartAsync(hasInput: false);
        if (run is not null) await run.FinishAsync(StopToken);
    }

    private protected override async Task EndAsync()
    {
        if (_run is not null) await _run.FinishAsync(StopToken);
    }

    protected override void Dispose(bool disposing)
    {
        // Closing a socket does not block; there is nobody to await it.
        if (disposing) _ = _run?.DisposeAsync().AsTask();
        base.Dispose(disposing);
    }

    private ClusterException Stray() => new(
        ClusterFault.InvalidSpec,
        "An option of one letter stands where PowerShell takes it for a parameter of this cmdlet. Nothing was run.",
        Command, $"Write -- before it: Invoke-MicroServiceCommand {(_isNamed ? Name : "NAME")} -- {Command} ...");

    private async Task<CommandRun?> StartAsync(bool hasInput)
    {
        if (Raw && AsByteStream) throw InvalidInput.Of("Raw", true, "cannot be given together with -AsByteStream");
        IClusterSession session = await ConnectAsync();
        KubeObject workload = await FindWorkloadAsync(session, Name, Kind);
        IReadOnlyList<KubeObject> pods = await PodChoice.ListAsync(session.Resources, workload, StopToken);
        KubeObject pod = PodChoice.Pod(workload, pods, string.IsNullOrEmpty(Pod) ? null : Pod);
        var request = new CommandRequest(
            pod.Namespace!, pod.Name, PodChoice.Container(pod, Container), [Command, .. ArgumentList], hasInput);
        string arguments = ArgumentList.Length switch
        {
            0 => "",
            1 => " with one argument",
            _ => $" with {ArgumentList.Length} arguments",
        };
        string where = $"container '{request.Container}' of pod {request.Namespace}/{request.Pod}";
        if (!ShouldProcess(where, $"Run '{Command}'{arguments}")) return null;
        WriteVerbose($"Running '{Command}' in {where}.");
        var result = new CommandResult(workload.Name, request.Namespace, pod.Name, request.Container, Command, 0);
        IPodCommand started = await session.Exec.StartAsync(request, StopToken);

        // The command itself may take as long as it takes.
        LiftDeadline();
        CommandOutputMode mode =
            Raw ? CommandOutputMode.Text : AsByteStream ? CommandOutputMode.Bytes : CommandOutputMode.Lines;
        return new CommandRun(this, started, result, mode);
    }
}
