using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Authentication;
using MicroK8s.Errors;
using YamlDotNet.RepresentationModel;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// Runs the <c>exec</c> credential plugin of a kubeconfig user. The client's own runner joins the arguments unquoted,
/// waits two minutes and lets the plugin prompt; this one passes arguments exactly, gives no input and ends in seconds.
/// Protocol: kubernetes.io, "client-go credential plugins".
/// </summary>
internal sealed class ExecCredentialPlugin(KubeConfigEntry exec) : ITokenProvider, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>A token is renewed a little before its end, so that none expires on its way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ExecCredential? _credential;

    /// <summary>Asks the plugin once and puts its answer into the client's configuration.</summary>
    public async Task AddToAsync(KubernetesClientConfiguration client, CancellationToken cancellationToken)
    {
        ExecCredential credential = await GetAsync(cancellationToken).ConfigureAwait(false);
        if (credential.Token is not null) client.TokenProvider = this;
        if (credential.ClientCertificate is null) return;
        client.ClientCertificateData = Encode(credential.ClientCertificate);
        client.ClientCertificateKeyData = Encode(credential.ClientKey ?? "");
    }

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        ExecCredential credential = await GetAsync(cancellationToken).ConfigureAwait(false);
        return new AuthenticationHeaderValue("Bearer", credential.Token);
    }

    public void Dispose() => _gate.Dispose();

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));

    private async Task<ExecCredential> GetAsync(CancellationToken cancellationToken)
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

    private async Task<ExecCredential> RunAsync(CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe() };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw Failed(
                $"cannot be started: {exception.Message}",
                exec.Text("installHint") is { } hint
                    ? UntrustedText.Quote(hint)
                    : $"Install '{exec.Text("command")}' and put it on the PATH.");
        }

        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                string said = UntrustedText.Quote(await errors.ConfigureAwait(false));
                throw Failed($"ended with exit code {process.ExitCode}: {said}",
                    "Sign in with that tool, then try again.");
            }

            return ExecCredential.Parse(output)
                ?? throw Failed("answered no credential", "Sign in with that tool, then try again.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(
                $"did not answer in {Timeout.TotalSeconds:0} s; it may be waiting for a sign-in",
                "Sign in with that tool first; unattended, use a service principal or a managed identity.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo Describe()
    {
        string command = exec.Text("command") ?? throw Failed("has no command", "Correct the kubeconfig.");

        // client-go: a command with a slash is relative to the kubeconfig, a bare name is looked up on the PATH.
        string program = command.Contains('/', StringComparison.Ordinal) ? exec.FilePath("command")! : command;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (YamlNode argument in Sequence("args")) start.ArgumentList.Add(argument.ToString());
        foreach (YamlNode item in Sequence("env"))
        {
            var variable = new KubeConfigEntry(exec.Name, (YamlMappingNode)item, exec.File);
            if (variable.Text("name") is { } name) start.Environment[name] = variable.Text("value") ?? "";
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = new JsonObject
        {
            ["apiVersion"] = exec.Text("apiVersion"),
            ["kind"] = "ExecCredential",
            ["spec"] = new JsonObject { ["interactive"] = false },
        }.ToJsonString();
        return start;
    }

    private YamlSequenceNode Sequence(string key) =>
        exec.Body.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) && node is YamlSequenceNode items
            ? items
            : [];

    private ClusterException Failed(string how, string advice) => new(
        ClusterFault.CredentialPluginFailed,
        $"The credential plugin '{exec.Text("command")}' of user '{exec.Name}' {how}.", exec.Name, advice);
}
