using System.Text;

namespace MicroK8s.KubeApi.Connection;

/// <summary>What a credential plugin writes, up to a limit: it may never end.</summary>
internal static class PluginOutput
{
    /// <summary>Far more characters than a token and a certificate with its key.</summary>
    public const int Longest = 1024 * 1024;

    /// <param name="reader">The stream.</param>
    /// <param name="end">Nothing more is waited for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="InvalidDataException">There is more.</exception>
    public static async Task<string> ReadAsync(
        StreamReader reader, CancellationToken end, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, cancellationToken);
        var text = new StringBuilder();
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer, either.Token).ConfigureAwait(false) is > 0 and var read)
            {
                text.Append(buffer, 0, read);
                if (text.Length > Longest) throw new InvalidDataException();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What is there by the end is all there is.
        }

        return text.ToString();
    }
}
