using MicroK8s.Connection;

namespace MicroK8s.Commands.Session;

/// <summary>
/// The open sessions of the process, so that a warm call is one round trip. A kubeconfig that changed on disk makes a
/// session outdated, so a renewed login is seen at once.
/// </summary>
internal static class SessionCache
{
    private static readonly Dictionary<string, SharedSession> Sessions = new(StringComparer.Ordinal);

    /// <summary>The session of these options, to be released when it is not used any more.</summary>
    public static SessionLease Lease(ConnectionOptions options)
    {
        IReadOnlyList<string> files = KubeConfigFiles.Candidates(options.KubeConfig);
        string key = $"{string.Join(Path.PathSeparator, files)}#{options.Context}";
        string stamp = string.Join('|', files.Select(file => File.GetLastWriteTimeUtc(file).Ticks));
        lock (Sessions)
        {
            SharedSession? known = Sessions.GetValueOrDefault(key);
            if (known is { HasFailed: false } && known.Stamp == stamp && known.Lease() is { } lease) return lease;

            known?.Dispose();
            var opened = new SharedSession(
                stamp, token => BackendFactory.Create().OpenAsync(options, token));
            Sessions[key] = opened;
            return opened.Lease()!;
        }
    }

    /// <summary>Closes the session, if it is open, as soon as nobody uses it.</summary>
    public static void Close(ConnectionOptions options)
    {
        IReadOnlyList<string> files = KubeConfigFiles.Candidates(options.KubeConfig);
        string key = $"{string.Join(Path.PathSeparator, files)}#{options.Context}";
        lock (Sessions)
        {
            if (Sessions.Remove(key, out SharedSession? session)) session.Dispose();
        }
    }
}
