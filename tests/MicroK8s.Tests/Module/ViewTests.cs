using System.Globalization;
using System.Xml.Linq;
using MicroK8s.Inspection;
using MicroK8s.Tests.Engine;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Module;

/// <summary>Tables on a terminal of 80 columns, with names as long as the cluster allows.</summary>
public sealed class ViewTests
{
    private const int Narrow = 80;
    private const string LongPod = "checkout-payment-reconciliation-worker-for-northern-europx7k2p";
    private const string LongReason = "web: CrashLoopBackOff, last ended OOMKilled (137)";

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

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void The_reason_of_a_pod_is_seen_in_full_beside_the_longest_name(int width)
    {
        using var shell = new Shell();
        MicroServicePod web = Pod("web-7c9d8b6f5d-2xkqz", "Running", null);
        MicroServicePod broken = Pod(LongPod, "CrashLoopBackOff", LongReason);

        string[] lines = shell.Show($"$args[0] | Format-Table | Out-String -Width {width}", [new[] { web, broken }])
            .ReplaceLineEndings("\n").Split('\n');

        int row = Array.FindIndex(lines, line => line.StartsWith(LongPod[..20], StringComparison.Ordinal));
        string rules = lines.First(line => line.StartsWith("---", StringComparison.Ordinal)).TrimEnd();
        string Column(int from, int to) => string.Concat(
            lines[row..].Select(line => line.Length > from ? line[from..Math.Min(to, line.Length)].Trim() : ""));
        Assert.Equal(LongPod, Column(0, rules.IndexOf("-----", StringComparison.Ordinal)));
        string seen = Column(rules.LastIndexOf(' ') + 1, width);
        Assert.Equal(LongReason.Replace(" ", "", StringComparison.Ordinal), seen.Replace(" ", "", StringComparison.Ordinal));
    }

    private static MicroServicePod Pod(string name, string status, string? reason) => new(
        name, "shop", "web", WorkloadKind.Deployment, status, 0, 1, 12, null, DateTimeOffset.UnixEpoch, null, null,
        "test", null)
    {
        Age = new TimeSpan(120, 3, 4, 5),
        Reason = reason,
    };
}
