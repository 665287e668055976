using System.Collections.Concurrent;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Connection;

/// <summary>
/// The open sessions of the process, so that a warm call is one round trip. A kubeconfig that changed on disk is
/// another key, so a renewed login is seen at once.
/// </summary>
internal static class SessionCache
{
    private static readonly ConcurrentDictionary<string, Task<IClusterSession>> Sessions = new(StringComparer.Ordinal);

    public static async Task<IClusterSession> GetAsync(ConnectionOptions options, CancellationToken cancellationToken)
    {
        string key = KeyOf(options);
        Task<IClusterSession> opening =
            Sessions.GetOrAdd(key, _ => BackendFactory.Create().OpenAsync(options, CancellationToken.None));
        try
        {
            // Others may wait for the same session, so who gives up does not end its opening.
            return await opening.WaitAsync(cancellationToken);
        }
        finally
        {
            if (opening.IsFaulted) Sessions.TryRemove(KeyValuePair.Create(key, opening));
        }
    }

    /// <summary>Closes the session, if it is open.</summary>
    public static async Task CloseAsync(ConnectionOptions options)
    {
        if (Sessions.TryRemove(KeyOf(options), out Task<IClusterSession>? opening)) (await opening).Dispose();
    }

    private static string KeyOf(ConnectionOptions options)
    {
        string? files = options.KubeConfig ?? Environment.GetEnvironmentVariable("KUBECONFIG");
        if (string.IsNullOrEmpty(files))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            files = Path.Combine(home, ".kube", "config");
        }

        IEnumerable<string> stamped = files.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(file => $"{file}@{File.GetLastWriteTimeUtc(file).Ticks}");
        return $"{string.Join(Path.PathSeparator, stamped)}#{options.Context}";
    }
}
