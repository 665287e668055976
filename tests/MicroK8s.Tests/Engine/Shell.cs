using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MicroK8s.Tests.Engine;

/// <summary>A real PowerShell session with the staged module imported. One per test; not thread-safe.</summary>
public sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;
    private readonly RecordingHost _host = new();

    public Shell(bool import = true)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        if (import) Run("Import-Module $args[0]", Repository.Manifest).AssertNoErrors();

        // As in a script that nobody answers.
        Run("$global:ConfirmPreference = 'None'").AssertNoErrors();
    }

    /// <summary>What the host was told since the last script began; for scripts that were stopped.</summary>
    public string HostText => _host.Text;

    /// <summary>A shell that is connected to the test cluster, in a namespace.</summary>
    public static Shell Connected(string namespaceName) =>
        Connected(Cluster.TestCluster.KubeConfig, Cluster.TestCluster.Context, namespaceName);

    /// <summary>The same for another kubeconfig.</summary>
    public static Shell Connected(string kubeConfig, string context, string namespaceName)
    {
        var shell = new Shell();
        shell.Run(
            "Connect-Cluster -KubeConfig $args[0] -Context $args[1] -Namespace $args[2]",
            kubeConfig, context, namespaceName).AssertNoErrors();
        return shell;
    }

    /// <summary>Starts a script; until it has ended, the shell can do nothing else.</summary>
    public RunningScript Start(string script, params object?[] arguments) => new(Prepare(script, arguments));

    /// <summary>Runs a script; a terminating error is reported as an error of the result.</summary>
    public EngineResult Run(string script, params object?[] arguments)
    {
        using PowerShell pipeline = Prepare(script, arguments);
        _host.Clear();
        var output = new List<PSObject>();
        var terminating = new List<ErrorRecord>();
        try
        {
            pipeline.Invoke(null, output);
        }
        catch (RuntimeException exception)
        {
            terminating.Add(exception.ErrorRecord);
        }

        return new EngineResult(
            output, [.. pipeline.Streams.Error, .. terminating],
            [.. pipeline.Streams.Warning.Select(record => record.Message)],
            [.. pipeline.Streams.Verbose.Select(record => record.Message)],
            [.. pipeline.Streams.Progress], _host.Text);
    }

    /// <summary>A script with objects as its pipeline input.</summary>
    public EngineResult RunWithInput(string script, params object[] input) =>
        Run($"param($items) $items | {script}", [input]);

    /// <summary>What a user would see, without colours: the script's output through the module's views.</summary>
    public string Show(string script, params object?[] arguments)
    {
        EngineResult result = Run(
            $"$PSStyle.OutputRendering = 'PlainText'; & {{ {script} }} @args | Out-Default", arguments);
        result.AssertNoErrors();
        return result.HostText;
    }

    /// <summary>
    /// The completions at the end of a line. Nothing may mean that a busy machine used up the time that a completer has;
    /// then Tab is pressed again, as a user would.
    /// </summary>
    public IReadOnlyList<string> Complete(string line)
    {
        using var pipeline = PowerShell.Create(_runspace);
        for (int tries = 5; ; tries--)
        {
            CommandCompletion completion = CommandCompletion.CompleteInput(line, line.Length, null, pipeline);
            if (completion.CompletionMatches.Count > 0 || tries == 1)
            {
                return [.. completion.CompletionMatches.Select(match => match.CompletionText)];
            }
        }
    }

    /// <summary>Starts a script, stops it after a while as Ctrl+C would, and tells how long the stop took.</summary>
    public TimeSpan StopAfter(string script, TimeSpan delay, params object?[] arguments)
    {
        using PowerShell pipeline = Prepare(script, arguments);
        IAsyncResult running = pipeline.BeginInvoke();
        Assert.False(running.AsyncWaitHandle.WaitOne(delay), "The script ended before it could be stopped.");
        return Stop(pipeline);
    }

    /// <summary>Starts a script and stops it as soon as something has happened.</summary>
    public TimeSpan StopWhen(string script, WaitHandle happened, params object?[] arguments)
    {
        using PowerShell pipeline = Prepare(script, arguments);
        return StopWhen(pipeline, happened);
    }

    /// <inheritdoc cref="StopWhen(string, WaitHandle, object?[])"/>
    public TimeSpan StopWhen(string script, Task happened, params object?[] arguments) =>
        StopWhen(script, ((IAsyncResult)happened).AsyncWaitHandle, arguments);

    /// <summary>Starts a script and stops it as soon as a warning or a progress bar has a text.</summary>
    public TimeSpan StopWhenItSays(string text, string script, params object?[] arguments)
    {
        using PowerShell pipeline = Prepare(script, arguments);
        using var said = new ManualResetEvent(false);
        PSDataStreams streams = pipeline.Streams;
        streams.Warning.DataAdded += (_, added) => Hear(streams.Warning[added.Index].Message);
        streams.Progress.DataAdded += (_, added) => Hear(streams.Progress[added.Index].StatusDescription);
        return StopWhen(pipeline, said);

        void Hear(string message)
        {
            if (message.Contains(text, StringComparison.Ordinal)) said.Set();
        }
    }

    public void Dispose() => _runspace.Dispose();

    private static TimeSpan StopWhen(PowerShell pipeline, WaitHandle happened)
    {
        IAsyncResult running = pipeline.BeginInvoke();
        int first = WaitHandle.WaitAny([happened, running.AsyncWaitHandle], Patience.Long);
        Assert.True(first == 0, "The script ended, or nothing happened.");
        return Stop(pipeline);
    }

    private static TimeSpan Stop(PowerShell pipeline)
    {
        long start = TimeProvider.System.GetTimestamp();
        pipeline.Stop();
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        Assert.Equal(PSInvocationState.Stopped, pipeline.InvocationStateInfo.State);
        return took;
    }

    private PowerShell Prepare(string script, object?[] arguments)
    {
        var pipeline = PowerShell.Create(_runspace);
        pipeline.AddScript(script);
        foreach (object? argument in arguments) pipeline.AddArgument(argument);
        return pipeline;
    }
}
