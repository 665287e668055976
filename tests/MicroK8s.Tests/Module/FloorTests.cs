namespace MicroK8s.Tests.Module;

/// <summary>The floors of docs/design.md against the sources: which folder may use which.</summary>
public sealed class FloorTests
{
    public static TheoryData<string> Projects => ["MicroK8s.Core", "MicroK8s"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_is_in_the_table(string project) => Assert.Equal(
        SourceFile.All(project).Select(file => file.Folder).Distinct().Order(StringComparer.Ordinal),
        FloorTable.Read(project).Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_may_use_lower_floors_only(string project)
    {
        IReadOnlyDictionary<string, FloorTable.Row> rows = FloorTable.Read(project);
        Assert.Empty(rows.Values.SelectMany(row => row.MayUse
            .Where(other => !rows.TryGetValue(other, out FloorTable.Row? lower) || lower.Floor >= row.Floor)
            .Select(other => $"{row.Folder} → {other}")));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_a_folder(string project) => Assert.Empty(SourceFile.All(project)
        .Where(file => file.Namespace != SourceFile.NamespaceOf(project, file.Folder))
        .Select(file => $"{file.Path}: {file.Namespace}"));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_nothing_but_what_the_table_allows(string project)
    {
        IReadOnlyDictionary<string, FloorTable.Row> rows = FloorTable.Read(project);
        IReadOnlyList<SourceFile> files = SourceFile.All(project);
        ILookup<string, string> types = files
            .SelectMany(file => file.Types.Select(type => (file.Folder, type)))
            .ToLookup(declared => declared.Folder, declared => declared.type);
        Assert.NotEmpty(types);
        Assert.Empty(files.SelectMany(file => Used(project, file, types)
            .Where(used => used != file.Folder && !rows[file.Folder].MayUse.Contains(used)).Distinct()
            .Select(used => $"{file.Folder}/{Path.GetFileName(file.Path)} → {used}")));
    }

    /// <summary>
    /// The folders that a file names: in a using, in front of a type, or by a type of a folder around its own, which
    /// needs neither. A using too many is an error of the build.
    /// </summary>
    private static IEnumerable<string> Used(string project, SourceFile file, ILookup<string, string> types) =>
        types.Select(folder => folder.Key).Where(folder =>
            file.Usings.Contains(SourceFile.NamespaceOf(project, folder))
            || (file.Folder.StartsWith(folder + "/", StringComparison.Ordinal) && types[folder].Any(file.Words.Contains))
            || types[folder].Any(type => file.Pairs.Contains($"{folder.Split('/')[^1]}.{type}")));
}
