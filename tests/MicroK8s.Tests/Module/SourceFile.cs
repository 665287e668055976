using System.Text.RegularExpressions;

namespace MicroK8s.Tests.Module;

/// <summary>What a source file says of its place and of the types that it uses.</summary>
internal sealed partial class SourceFile
{
    private SourceFile(string path, string folder)
    {
        (Path, Folder) = (path, folder);
        string text = File.ReadAllText(path);
        Namespace = NamespaceLine().Match(text).Groups[1].Value;
        Usings = UsingLine().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
        Types = [.. Declaration().Matches(text).Select(match => match.Groups[1].Value)];
        Words = Word().Matches(text).Select(match => match.Value).ToHashSet();
        Pairs = Pair().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its folder below that of the project, such as <c>Services/Spec</c>.</summary>
    public string Folder { get; }

    /// <summary>The namespace that the file declares.</summary>
    public string Namespace { get; }

    /// <summary>The namespaces that it imports.</summary>
    public IReadOnlySet<string> Usings { get; }

    /// <summary>The types that it declares outside of other types.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>All words that may be names of types, those of its documentation included.</summary>
    public IReadOnlySet<string> Words { get; }

    /// <summary>All pairs of words with a dot between.</summary>
    public IReadOnlySet<string> Pairs { get; }

    /// <summary>All files of a project.</summary>
    public static IReadOnlyList<SourceFile> All(string project)
    {
        string root = System.IO.Path.Combine(Repository.Root, "src", project);
        return
        [
            .. Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => (path, folder: System.IO.Path.GetDirectoryName(System.IO.Path.GetRelativePath(root, path))!
                    .Replace(System.IO.Path.DirectorySeparatorChar, '/')))
                .Where(file => file.folder.Split('/')[0] is not ("" or "obj" or "bin"))
                .Select(file => new SourceFile(file.path, file.folder)),
        ];
    }

    /// <summary>The namespace of a folder.</summary>
    public static string NamespaceOf(string project, string folder) =>
        $"{(project == "MicroK8s.Core" ? "MicroK8s" : "MicroK8s.Commands")}.{folder.Replace('/', '.')}";

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^(?:public|internal) (?:[a-z]+ )*(?:class|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w-])[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?=\b([A-Z]\w*\.[A-Z]\w*))")]
    private static partial Regex Pair();
}
