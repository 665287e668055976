using System.Security.Cryptography;
using System.Text;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// Reads what a kubeconfig gives either as a path or, base64-encoded, as data. client-go refuses both at once.
/// </summary>
internal static class Pem
{
    /// <summary>The PEM text of a field. Null if neither form of it is there.</summary>
    /// <param name="entry">The cluster or user.</param>
    /// <param name="key">The field that holds a path; the one with data has <c>-data</c> behind it.</param>
    public static string? Read(KubeConfigEntry entry, string key)
    {
        string data = $"{key}-data";
        string? encoded = entry.Text(data);
        string? file = entry.FilePath(key);
        if (encoded is not null && file is not null)
        {
            throw entry.Invalid(data, $"cannot be given together with '{key}'", "Remove one of the two.");
        }

        return encoded is not null
            ? Parse(entry, data, () => Encoding.UTF8.GetString(Convert.FromBase64String(encoded)))
            : file is null ? null : Parse(entry, key, () => File.ReadAllText(file));
    }

    /// <summary>Turns what a broken certificate, key or file throws into the fault of its field.</summary>
    public static T Parse<T>(KubeConfigEntry entry, string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is FormatException or IOException or CryptographicException
            or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            // The cause names a file or a rule of the format, never the content.
            throw entry.Invalid(key, $"cannot be read: {exception.Message.TrimEnd('.')}");
        }
    }
}
