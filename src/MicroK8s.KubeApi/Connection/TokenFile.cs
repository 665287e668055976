using System.Net.Http.Headers;
using k8s.Authentication;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// A token in a file that something else keeps fresh. It is read again after a minute, as in client-go
/// (transport/token_source.go); a file that cannot be read is a fault of the kubeconfig.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="invalid">Makes the fault, of the end of a sentence that starts with the field.</param>
/// <param name="clock">The time.</param>
internal sealed class TokenFile(string path, Func<string, Exception> invalid, TimeProvider clock) : ITokenProvider
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private (Secret Token, long Read)? _cached;

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        if (_cached is not { } cached || clock.GetElapsedTime(cached.Read) > Freshness)
        {
            _cached = cached = (await ReadAsync(cancellationToken).ConfigureAwait(false), clock.GetTimestamp());
        }

        return new AuthenticationHeaderValue("Bearer", cached.Token.Reveal());
    }

    private async Task<Secret> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            string text = (await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)).Trim();
            return HeaderText.IsToken(text) ? Secret.Of(text)! : throw invalid($"'{path}' holds no token");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw invalid($"cannot be read: {exception.Message.TrimEnd('.')}");
        }
    }
}
