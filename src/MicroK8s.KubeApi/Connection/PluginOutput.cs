using System.Text;

namespace MicroK8s.KubeApi.Connection;

/// <summary>What a credential plugin writes, up to a limit: it may never end.</summary>
internal static class PluginOutput
{
    /// <summary>Far more characters than a token and a certificate with its key.</summary>
    public const int Longest = 1024 * 1024;

    /// <exception cref="InvalidDataException">There is more.</exception>
    public static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            text.Append(buffer, 0, read);
            if (text.Length > Longest) throw new InvalidDataException();
        }

        return text.ToString();
    }
}
