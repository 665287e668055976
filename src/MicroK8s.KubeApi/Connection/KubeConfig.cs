using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.KubeApi.Yaml;
using MicroK8s.Yaml;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// One or several kubeconfig files merged as kubectl does: the first file to name a context, cluster or user, and the
/// first to name a current context, wins (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files").
/// Read here rather than through the client's model, which drops the fields it does not know, among them those that
/// impersonate a user, and cannot say where a mistake is.
/// </summary>
internal sealed class KubeConfig
{
    /// <summary>Thousands of clusters with their certificates; no real kubeconfig is as large.</summary>
    private const int LongestFile = 16 * 1024 * 1024;

    private readonly Dictionary<string, KubeConfigEntry> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeConfigEntry> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeConfigEntry> _contexts = new(StringComparer.Ordinal);

    private KubeConfig(string source) => Source = source;

    /// <summary>The files, for messages.</summary>
    public string Source { get; }

    public string? CurrentContext { get; private set; }

    public IReadOnlyCollection<KubeConfigEntry> Contexts => _contexts.Values;

    public KubeConfigEntry? FindContext(string name) => _contexts.GetValueOrDefault(name);

    public KubeConfigEntry? FindCluster(string? name) => name is null ? null : _clusters.GetValueOrDefault(name);

    public KubeConfigEntry? FindUser(string? name) => name is null ? null : _users.GetValueOrDefault(name);

    public static KubeConfig Read(IReadOnlyList<string> files)
    {
        var config = new KubeConfig(string.Join(Path.PathSeparator, files));
        foreach (string file in files) config.Merge(file);
        return config;
    }

    private void Merge(string file)
    {
        if (ReadRoot(file) is not { } root) return;
        string? current = root.Text("current-context");
        CurrentContext ??= current;
        MergeEntries(_clusters, root, "clusters", "cluster");
        MergeEntries(_users, root, "users", "user");
        MergeEntries(_contexts, root, "contexts", "context");
    }

    private static KubeConfigEntry? ReadRoot(string file)
    {
        IReadOnlyList<YamlDocument> documents;
        try
        {
            documents = new YamlText().Read(ReadText(file), file);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.InvalidSpec)
        {
            throw new ClusterException(
                ClusterFault.InvalidKubeConfig, $"The kubeconfig is not valid: {exception.Message}", file,
                exception.Advice);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(
                ClusterFault.InvalidKubeConfig, $"The kubeconfig '{file}' cannot be read: {exception.Message}",
                file, inner: exception);
        }

        if (documents.Count == 0) return null;
        return documents[0].Root is JsonObject root
            ? new KubeConfigEntry("", root, "", documents[0])
            : throw new ClusterException(
                ClusterFault.InvalidKubeConfig,
                $"The kubeconfig is not valid: {documents[0].Where("")}: it must be a YAML mapping.", file);
    }

    /// <summary>The text of a file; a pipe that never ends is cut off as too large.</summary>
    private static string ReadText(string file)
    {
        using StreamReader reader = File.OpenText(file);
        var text = new char[4096];
        int length = 0;
        while (reader.Read(text, length, text.Length - length) is > 0 and var read)
        {
            length += read;
            if (length > LongestFile) throw new IOException($"it is larger than {LongestFile >> 20} MiB");
            if (length == text.Length) Array.Resize(ref text, text.Length * 2);
        }

        return new string(text, 0, length);
    }

    private static void MergeEntries(
        Dictionary<string, KubeConfigEntry> entries, KubeConfigEntry root, string list, string body)
    {
        // client-go: two entries of one name in a file are an error, as which of them is meant is anybody's guess.
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (KubeConfigEntry item in root.Parts(list))
        {
            string name = item.Text("name") ?? throw item.Invalid("name", $"is missing in an item of '{list}'");
            if (!names.Add(name)) throw item.Invalid("name", $"is '{name}' for the second time in '{list}'");
            entries.TryAdd(name, item.Named(name, body));
        }
    }
}
