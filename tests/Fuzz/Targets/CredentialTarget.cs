using CsCheck;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.KubeApi;

namespace MicroK8s.Fuzz;

/// <summary>What a credential plugin answers. The plugin is <c>cat</c>: it answers the input.</summary>
internal sealed class CredentialTarget : FuzzTarget
{
    private const string Secret = "s3cr3t";

    private readonly ScratchFile _answer = new();
    private readonly ScratchFile _config = new();

    public CredentialTarget() => _config.Write(
        $$$$"""
        {"apiVersion": "v1", "kind": "Config", "current-context": "a",
         "clusters": [{"name": "a", "cluster": {"server": "https://127.0.0.1:1"}}],
         "contexts": [{"name": "a", "context": {"cluster": "a", "user": "a"}}],
         "users": [{"name": "a", "user": {"exec": {"apiVersion": "client.authentication.k8s.io/v1",
          "command": "/bin/cat", "args": ["{{{{_answer.Path}}}}"], "interactiveMode": "Never"}}}]}
        """);

    public override string Name => "credential";

    public override Gen<byte[]> Structured(IReadOnlyList<byte[]> seeds) => JsonMutator.Of(seeds);

    public override async Task RunAsync(byte[] input)
    {
        _answer.Write(input);
        try
        {
            using IClusterSession session = await new KubeBackend()
                .OpenAsync(new ConnectionOptions(_config.Path), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ClusterException exception)
        {
            Require(
                !exception.ToString().Contains(Secret, StringComparison.Ordinal), "a credential is not shown");
            throw;
        }
    }

    public override void Dispose()
    {
        _answer.Dispose();
        _config.Dispose();
        base.Dispose();
    }
}
