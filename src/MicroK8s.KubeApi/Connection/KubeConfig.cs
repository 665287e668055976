using MicroK8s.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// One or several kubeconfig files merged as kubectl does: the first file to name a context, cluster or user, and the
/// first to name a current context, wins (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files").
/// Read here rather than through the client's model, which knows neither <c>proxy-url</c> nor <c>tokenFile</c>,
/// resolves relative paths against the first file only, and cannot say where a mistake is.
/// </summary>
internal sealed class KubeConfig
{
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
        YamlMappingNode? root = ReadRoot(file);
        if (root is null) return;

        string? current = new KubeConfigEntry("", root, file).Text("current-context");
        CurrentContext ??= current;
        MergeEntries(_clusters, root, file, "clusters", "cluster");
        MergeEntries(_users, root, file, "users", "user");
        MergeEntries(_contexts, root, file, "contexts", "context");
    }

    private static YamlMappingNode? ReadRoot(string file)
    {
        Parser? parser = null;
        try
        {
            using StreamReader reader = File.OpenText(file);
            parser = new Parser(reader);
            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents.Count == 0) return null;
            return stream.Documents[0].RootNode switch
            {
                YamlMappingNode mapping => mapping,
                YamlScalarNode { Value: null or "" } => null,
                YamlNode other => throw Invalid(file, other.Start, "a kubeconfig is a YAML mapping"),
            };
        }
        catch (YamlException exception)
        {
            throw Invalid(file, exception.Start, exception.Message.TrimEnd('.'), exception);
        }
        catch (InvalidOperationException exception)
        {
            // YamlDotNet's scanner throws this for some unclosed flow collections.
            throw Invalid(file, parser?.Current?.End ?? Mark.Empty, "a bracket or brace is not closed", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(
                ClusterFault.InvalidKubeConfig, $"The kubeconfig '{file}' cannot be read: {exception.Message}",
                file, inner: exception);
        }
    }

    private static void MergeEntries(
        Dictionary<string, KubeConfigEntry> entries, YamlMappingNode root, string file, string list, string body)
    {
        if (!root.Children.TryGetValue(new YamlScalarNode(list), out YamlNode? node)) return;
        if (node is YamlScalarNode { Value: null or "" or "null" or "~" }) return;
        if (node is not YamlSequenceNode items) throw Invalid(file, node.Start, $"'{list}' must be a list");

        foreach (YamlNode item in items)
        {
            if (item is not YamlMappingNode mapping
                || new KubeConfigEntry("", mapping, file).Text("name") is not { } name)
            {
                throw Invalid(file, item.Start, $"every item of '{list}' needs a name");
            }

            YamlMappingNode content = new KubeConfigEntry(name, mapping, file).Mapping(body) ?? [];
            entries.TryAdd(name, new KubeConfigEntry(name, content, file));
        }
    }

    private static ClusterException Invalid(string file, Mark at, string rule, Exception? inner = null) => new(
        ClusterFault.InvalidKubeConfig,
        $"The kubeconfig '{file}' is not valid at line {at.Line}, column {at.Column}: {rule}.",
        file, inner: inner);
}
