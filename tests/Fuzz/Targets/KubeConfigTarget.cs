using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.KubeApi;

namespace MicroK8s.Fuzz;

/// <summary>Kubeconfigs, up to the open session; nothing is sent.</summary>
internal sealed partial class KubeConfigTarget : FuzzTarget
{
    /// <summary>Part of every secret of the seeds.</summary>
    private const string Secret = "s3cr3t";

    private readonly ScratchFile _file = new();

    public override string Name => "kubeconfig";

    public override Gen<byte[]> Structured(IReadOnlyList<byte[]> seeds) => JsonMutator.Of(seeds);

    public override async Task RunAsync(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        _file.Write(input);
        try
        {
            var backend = new KubeBackend();
            IReadOnlyList<ClusterContext> contexts = backend.ReadContexts(new ConnectionOptions(_file.Path));
            RequireSecrecy(text, string.Join(' ', contexts));
            if (MayRunPrograms(text)) return;
            foreach (ClusterContext context in contexts.Take(4))
            {
                await OpenAsync(backend, context.Name, text).ConfigureAwait(false);
            }
        }
        catch (ClusterException exception)
        {
            RequireSecrecy(text, exception.ToString());
            throw;
        }
    }

    public override void Dispose()
    {
        _file.Dispose();
        base.Dispose();
    }

    private async Task OpenAsync(KubeBackend backend, string context, string text)
    {
        try
        {
            using IClusterSession session = await backend
                .OpenAsync(new ConnectionOptions(_file.Path, context), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ClusterException exception)
        {
            RequireSecrecy(text, exception.ToString());
        }
    }

    /// <summary>
    /// Whether a plugin might be run: what is called exec, however it is spelled. What plugins answer is a target of
    /// its own.
    /// </summary>
    private static bool MayRunPrograms(string text) =>
        text.Contains("exec", StringComparison.OrdinalIgnoreCase) || text.Contains('\\', StringComparison.Ordinal);

    /// <summary>A secret may only be shown where a change has made it something else than a secret.</summary>
    private static void RequireSecrecy(string text, string shown)
    {
        if (!shown.Contains(Secret, StringComparison.Ordinal)) return;
        Require(OutOfPlace().IsMatch(text), "a secret is not shown");
    }

    [GeneratedRegex("""[*&\\]|^(?! *"?(token|password|client-secret|id-token|refresh-token|client-key-data)"?: ).*s3cr3t""", RegexOptions.Multiline)]
    private static partial Regex OutOfPlace();
}
