using System.Globalization;
using System.Xml.Linq;

namespace MicroK8s.Tests.Module;

/// <summary>Tables of records that come one by one, or that end in a long text, on a terminal of 80 columns.</summary>
public sealed class ViewTests
{
    private const int Narrow = 80;

    [Theory]
    [InlineData("Services", "MicroK8s.Services.MicroService")]
    [InlineData("Inspection", "MicroK8s.Inspection.MicroServiceEvent")]
    [InlineData("Inspection", "MicroK8s.Reach.ServiceResolution")]
    [InlineData("Rollouts", "MicroK8s.Rollouts.RolloutRevision")]
    public void The_last_column_has_room_and_nothing_is_cut_off(string file, string type)
    {
        XElement table = Table(file, type);
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

    private static XElement Table(string file, string type) =>
        XDocument.Load(Path.Combine(Repository.ModuleFolder, "Views", $"{file}.Format.ps1xml")).Descendants("View")
            .Where(view => view.Descendants("TypeName").Any(name => name.Value == type))
            .Select(view => view.Element("TableControl")).Single(control => control is not null)!;
}
