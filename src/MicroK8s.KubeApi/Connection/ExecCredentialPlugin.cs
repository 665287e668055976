using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using k8s.Authentication;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// Runs the <c>exec</c> credential plugin of a kubeconfig user. The client's own runner joins the arguments unquoted,
/// waits two minutes and lets the plugin prompt; this one passes arguments exactly, gives no input and ends in seconds.
/// Protocol: kubernetes.io, "client-go credential plugins".
/// </summary>
/// <param name="user">The user, for messages.</param>
/// <param name="exec">Its <c>exec</c>.</param>
/// <param name="cluster">The cluster, which a plugin may ask to be described.</param>
internal sealed class ExecCredentialPlugin(KubeConfigEntry user, KubeConfigEntry exec, KubeConfigEntry cluster)
    : ITokenProvider, IDisposable
{
    private const string Group = "client.authentication.k8s.io";

    private static readonly string[] Fields =
        ["command", "args", "env", "apiVersion", "installHint", "provideClusterInfo", "interactiveMode"];

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A child of the plugin, such as an agent that it starts, may keep the output open for as long as it runs.
    /// </summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(500);

    /// <summary>A token is renewed a little before its end, so that none expires on its way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ExecCredential? _credential;

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        ExecCredential credential = await GetAsync(cancellationToken).ConfigureAwait(false);
        return new AuthenticationHeaderValue("Bearer", credential.Token?.Reveal());
    }

    /// <summary>The credential; the plugin is run when there is none yet, or when it is about to expire.</summary>
    public async Task<ExecCredential> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_credential is null || _credential.Expires < DateTimeOffset.UtcNow + Margin)
            {
                _credential = await RunAsync(cancellationToken).ConfigureAwait(false);
            }

            return _credential;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<ExecCredential> RunAsync(CancellationToken cancellationToken)
    {
        string apiVersion = CheckProtocol();
        TimeSpan most = RequestTimeout.Current < LongestRun ? RequestTimeout.Current : LongestRun;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(most);
        using Process process = Start();
        try
        {
            process.StandardInput.Close();
            string output = await OutputAsync(process, limit.Token).ConfigureAwait(false);
            if (process.ExitCode != 0) throw Failed($"ended with exit code {process.ExitCode}", SignIn);

            return ExecCredential.Parse(output, apiVersion, user)
                ?? throw Failed($"did not answer with a credential of {apiVersion}", SignIn);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(
                $"did not answer in {most.TotalSeconds:0} s; it may be waiting for a sign-in",
                "Sign in with that tool first; unattended, use a service principal or a managed identity.");
        }
        catch (InvalidDataException)
        {
            throw Failed($"wrote more than {PluginOutput.Longest >> 10} KiB, which no credential needs", SignIn);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>
    /// What it writes until it has ended, or a little longer. The first thing that goes wrong ends the reading.
    /// </summary>
    private static async Task<string> OutputAsync(Process process, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource();
        Task<string> errors = PluginOutput.ReadAsync(process.StandardError, end.Token, cancellationToken);
        Task<string> output = PluginOutput.ReadAsync(process.StandardOutput, end.Token, cancellationToken);
        var running = new List<Task> { errors, output, EndAsync() };
        while (running.Count > 0)
        {
            Task done = await Task.WhenAny(running).ConfigureAwait(false);
            running.Remove(done);
            await done.ConfigureAwait(false);
        }

        return await output.ConfigureAwait(false);

        async Task EndAsync()
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            end.CancelAfter(Lag);
        }
    }

    /// <summary>
    /// What it wrote to its error stream is not shown: it may hold what it was given, and an error is kept and logged.
    /// </summary>
    private string SignIn =>
        $"Sign in with that tool. To see what is wrong, run '{exec.Text("command")}' with the arguments that the "
        + "kubeconfig names.";

    private string CheckProtocol()
    {
        exec.RefuseUnknown(Fields);
        string? version = exec.Text("apiVersion");
        if (version is not ($"{Group}/v1" or $"{Group}/v1beta1"))
        {
            throw exec.Invalid("apiVersion", $"must be {Group}/v1 or {Group}/v1beta1");
        }

        return exec.Text("interactiveMode") switch
        {
            null or "Never" or "IfAvailable" => version,
            "Always" => throw Failed(
                "needs a terminal to ask for something (interactiveMode: Always), and this module never prompts",
                "Sign in with that tool first, and set interactiveMode to IfAvailable."),
            _ => throw exec.Invalid("interactiveMode", "must be Never, IfAvailable or Always"),
        };
    }

    private Process Start()
    {
        string command = exec.Text("command") ?? throw exec.Invalid("command", "is missing");
        string? program = ProgramPath.Find(command, exec.FilePath("command")!);
        string advice = exec.Text("installHint") ?? $"Install '{command}' and put it on the PATH.";
        if (program is null) throw Failed("is not on the PATH", advice);

        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (string argument in exec.Texts("args")) start.ArgumentList.Add(argument);
        foreach (KubeConfigEntry variable in exec.Parts("env"))
        {
            string name = variable.Text("name") ?? throw variable.Invalid("name", "is missing in an item of 'env'");
            start.Environment[name] = variable.Text("value") ?? "";
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = Describe().ToJsonString();
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception exception) when (exception is Win32Exception or ArgumentException or InvalidOperationException)
        {
            throw Failed($"cannot be started: {exception.Message.TrimEnd('.')}", advice);
        }
    }

    private JsonObject Describe()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (exec.Flag("provideClusterInfo")) spec["cluster"] = ExecClusterInfo.Of(cluster);
        return new JsonObject
        {
            ["apiVersion"] = exec.Text("apiVersion"), ["kind"] = "ExecCredential", ["spec"] = spec,
        };
    }

    private ClusterException Failed(string how, string advice) => new(
        ClusterFault.CredentialPluginFailed,
        $"The credential plugin '{exec.Text("command")}' of user '{user.Name}' {how}.", user.Name, advice);
}
