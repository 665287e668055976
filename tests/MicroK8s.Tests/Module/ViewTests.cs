using System.Globalization;
using System.Xml.Linq;

namespace MicroK8s.Tests.Module;

/// <summary>Tables on a terminal of 80 columns, with names as long as the cluster allows.</summary>
public sealed class ViewTests
{
    /// <summary>PowerShell leaves the last column free.</summary>
    private const int Narrow = 79;

    public static TheoryData<string> TypesWithTable { get; } = [.. Tables.Keys.Order()];

    private static Dictionary<string, XElement> Tables => Directory
        .EnumerateFiles(Path.Combine(Repository.ModuleFolder, "Views"), "*.Format.ps1xml")
        .SelectMany(file => XDocument.Load(file).Descendants("View"))
        .Where(view => view.Element("TableControl")?.Descendants("Label").Any() == true)
        .ToDictionary(view => view.Descendants("TypeName").Single().Value, view => view.Element("TableControl")!);

    [Theory]
    [MemberData(nameof(TypesWithTable))]
    public void The_last_column_has_room_and_nothing_is_cut_off(string type)
    {
        XElement table = Tables[type];
        XElement[] columns = [.. table.Descendants("TableColumnHeader")];

        // PowerShell measures a column without a width by the first record alone: those that come later are cut off.
        Assert.All(columns.SkipLast(1), column => Assert.NotNull(column.Element("Width")));
        Assert.Single(table.Descendants("Wrap"));
        int taken = columns.SkipLast(1)
            .Sum(column => int.Parse(column.Element("Width")!.Value, CultureInfo.InvariantCulture) + 1);
        Assert.InRange(taken + columns[^1].Element("Label")!.Value.Length, 1, Narrow);
        Assert.All(columns.SkipLast(1), column => Assert.InRange(
            column.Element("Label")!.Value.Length, 1, int.Parse(column.Element("Width")!.Value, CultureInfo.InvariantCulture)));
    }
}
