using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Text;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Input;

/// <summary>Files that a parameter names.</summary>
internal static class InputFiles
{
    private const string Parameter = "Path";

    // Another encoding would put replacement characters into the cluster, without a word.
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The files of a path with wildcards.</summary>
    /// <exception cref="ClusterException">InvalidSpec: there is none, or it is no file.</exception>
    public static IReadOnlyList<string> Find(PathIntrinsics paths, string pattern)
    {
        try
        {
            Collection<string> found = paths.GetResolvedProviderPathFromPSPath(pattern, out ProviderInfo provider);
            if (provider.Name != "FileSystem") throw NoFile(pattern);
            return found.Count > 0 ? found : throw InvalidInput.Of(Parameter, pattern, "matches no file");
        }
        catch (Exception exception) when (exception is ItemNotFoundException or SessionStateException)
        {
            throw InvalidInput.Of(Parameter, pattern, "does not exist");
        }
    }

    /// <summary>A file or folder that may not exist yet.</summary>
    /// <exception cref="ClusterException">InvalidSpec: it cannot be one.</exception>
    public static string Place(PathIntrinsics paths, string path, string parameter = Parameter)
    {
        try
        {
            string place = paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? place : throw NoFile(path, parameter);
        }
        catch (SessionStateException)
        {
            throw NoFile(path, parameter);
        }
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="ClusterException">InvalidSpec: it cannot be read.</exception>
    public static string Read(string file, string parameter = Parameter)
    {
        try
        {
            return Directory.Exists(file)
                ? throw InvalidInput.Of(parameter, file, "is a folder",
                    parameter == Parameter ? $"Name its files: {Path.Combine(file, "*.yaml")}" : null)
                : File.ReadAllText(file, StrictUtf8);
        }
        catch (DecoderFallbackException)
        {
            throw InvalidInput.Of(
                parameter, file, "is not UTF-8", "Save it as UTF-8, or as UTF-16 with a byte order mark.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw InvalidInput.Of(parameter, file, $"cannot be read: {exception.Message.TrimEnd('.')}");
        }
    }

    /// <summary>A path as people would type it: relative to where they are, if it is below.</summary>
    public static string Shorten(PathIntrinsics paths, string file)
    {
        string relative = Path.GetRelativePath(paths.CurrentFileSystemLocation.ProviderPath, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }

    private static ClusterException NoFile(string path, string parameter = Parameter) =>
        InvalidInput.Of(parameter, path, "is no path of a file system");
}
