using MicroK8s.Errors;

namespace MicroK8s.Commands.Manifests;

/// <summary>The files of an export: one for everything, or one per service if the path is a folder.</summary>
internal sealed class ManifestFiles(string path, bool noClobber, bool force, bool isPrivate)
{
    private readonly bool _isFolder = Directory.Exists(path) || Path.EndsInDirectorySeparator(path);
    private readonly Dictionary<string, List<string>> _documents = new(StringComparer.Ordinal);

    /// <summary>The files and what is to be in them.</summary>
    public IReadOnlyList<(string File, string Text)> Texts =>
        [.. _documents.Select(file => (file.Key, string.Concat(file.Value)))];

    /// <summary>Adds a document of a service.</summary>
    public void Add(string service, string document)
    {
        string file = _isFolder ? Path.Combine(path, $"{service}.yaml") : path;
        if (!_documents.TryGetValue(file, out List<string>? documents)) _documents[file] = documents = [];
        documents.Add(document);
    }

    /// <summary>Checks what Out-File would: -NoClobber overwrites nothing, and only -Force what is read-only.</summary>
    public void CheckMayWrite(string file)
    {
        if (!File.Exists(file)) return;
        if (noClobber)
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists, $"The file '{file}' is there already. Nothing was changed.", file,
                "Choose another path, or leave -NoClobber out.");
        }

        if (!force && File.GetAttributes(file).HasFlag(FileAttributes.ReadOnly))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, $"The file '{file}' is read-only. Nothing was changed.", file,
                "Overwrite it with -Force.");
        }
    }

    /// <summary>Writes one file: UTF-8, line feeds; private ones are for their owner only, as those of ssh.</summary>
    public void Write(string file, string text)
    {
        try
        {
            if (_isFolder) Directory.CreateDirectory(path);
            if (force && File.Exists(file))
            {
                File.SetAttributes(file, File.GetAttributes(file) & ~FileAttributes.ReadOnly);
            }

            WriteText(file, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, $"The file '{file}' cannot be written: {exception.Message}", file,
                inner: exception);
        }
    }

    private void WriteText(string file, string text)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;

            // The mode of a file that is there already would stay.
            if (File.Exists(file)) File.SetUnixFileMode(file, Private);
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
