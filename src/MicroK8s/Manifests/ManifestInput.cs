using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using MicroK8s.Commands.Input;
using MicroK8s.Errors;
using MicroK8s.Manifests;
using MicroK8s.Yaml;

namespace MicroK8s.Commands.Manifests;

/// <summary>Collects the manifests of one invocation: files, folders, texts and objects, in their order.</summary>
internal sealed class ManifestInput(IYaml yaml, SessionState session, Action<ClusterException> report)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private readonly List<Manifest> _manifests = [];
    private readonly StringBuilder _lines = new();
    private int _texts;
    private int _objects;

    /// <summary>What was read.</summary>
    public IReadOnlyList<Manifest> Manifests => _manifests;

    /// <summary>Whether anything could not be read; it was reported.</summary>
    public bool HasFaults { get; private set; }

    /// <summary>Adds files, folders with all below them, and wildcards.</summary>
    public void AddPath(string path) => Try(() =>
    {
        foreach (string file in InputFiles.Find(session.Path, path).SelectMany(Files)) AddFile(file);
    });

    /// <summary>Adds one pipeline object.</summary>
    public void AddObject(object? input)
    {
        object? plain = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        switch (plain)
        {
            case string line when !line.Contains('\n', StringComparison.Ordinal):
                // Get-Content gives a file line by line.
                _lines.Append(line).Append('\n');
                return;
            case string text:
                Complete();
                AddText(text, $"-InputObject (text {++_texts})");
                return;
            case FileSystemInfo file:
                Complete();
                AddPath(WildcardPattern.Escape(file.FullName));
                return;
            default:
                Complete();
                AddDocument(plain);
                return;
        }
    }

    /// <summary>Takes the lines so far for one text.</summary>
    public void Complete()
    {
        if (_lines.Length == 0) return;
        string text = _lines.ToString();
        _lines.Clear();
        AddText(text, $"-InputObject (text {++_texts})");
    }

    private void AddDocument(object? value) => Try(() =>
    {
        string source = $"-InputObject (object {++_objects})";
        JsonNode json = InputManifest.ToJson(value) ?? throw InvalidInput.Of("InputObject", null, "is no manifest");
        Add(new YamlDocument(json, source, new Dictionary<string, YamlPosition>()));
    });

    private void AddFile(string file) => Try(() => AddText(InputFiles.Read(file), file));

    private void AddText(string text, string source) => Try(() =>
    {
        foreach (YamlDocument document in yaml.Read(text, source)) Try(() => Add(document));
    });

    private void Add(YamlDocument document) => _manifests.AddRange(ManifestReader.Read(document));

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
        : [path];

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (ClusterException exception)
        {
            Fail(exception);
        }
    }

    private void Fail(ClusterException exception)
    {
        HasFaults = true;
        report(exception);
    }
}
