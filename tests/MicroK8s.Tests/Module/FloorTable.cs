using System.Globalization;

namespace MicroK8s.Tests.Module;

/// <summary>The tables of floors in docs/design.md.</summary>
internal static class FloorTable
{
    /// <summary>The rows of one project's table, by folder. A row of several folders holds for each of them.</summary>
    public static IReadOnlyDictionary<string, Row> Read(string project)
    {
        string heading = project == "MicroK8s.Core" ? "| Floor | Folder |" : "| Floor | Folder of the cmdlets |";
        IEnumerable<string> lines = File.ReadLines(Path.Combine(Repository.Root, "docs", "design.md"))
            .SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal))
            .Skip(2).TakeWhile(line => line.StartsWith('|'));
        return lines.Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .SelectMany(cells => List(cells[1]).Select(folder =>
                new Row(folder, int.Parse(cells[0], CultureInfo.InvariantCulture), List(cells[3]).ToHashSet())))
            .ToDictionary(row => row.Folder);
    }

    private static string[] List(string cell) =>
        cell == "–" ? [] : cell.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>A folder, its floor, and the folders that it may use.</summary>
    internal sealed record Row(string Folder, int Floor, IReadOnlySet<string> MayUse);
}
