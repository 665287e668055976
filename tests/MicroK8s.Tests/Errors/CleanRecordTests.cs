using System.Diagnostics;
using System.Reflection;
using MicroK8s.Errors;
using MicroK8s.Inspection;
using MicroK8s.Logs;
using MicroK8s.Tests.Engine;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Errors;

/// <summary>No text of any record reaches a person as it came, but for the few that are marked as raw.</summary>
public sealed class CleanRecordTests
{
    /// <summary>All records that are data; plans, which only Core makes or which hold JSON, are shown by their text.</summary>
    private static readonly Type[] Records =
    [
        .. typeof(CleanRecord).Assembly.GetExportedTypes()
            .Where(type => HostileRecord.IsRecord(type) && !type.IsAbstract)
            .Where(type => type.GetConstructors().Length > 0 && !Strange(type, []).Any()),
    ];

    public static TheoryData<string> Names { get; } = [.. Records.Select(type => type.FullName!)];

    /// <summary>What cmdlets emit, and what errors carry.</summary>
    public static TheoryData<string> Shown
    {
        get
        {
            using var shell = new Shell();
            IEnumerable<string> emitted = shell.Run("(Get-Command -Module MicroK8s).OutputType.Type.FullName").As<string>()
                .Where(name => name.StartsWith("MicroK8s.", StringComparison.Ordinal));
            string[] targets = ["MicroK8s.Waiting.RolloutFailure", "MicroK8s.Exec.CommandResult", "MicroK8s.Resources.ApplyConflict"];
            return [.. emitted.Concat(targets).Distinct().Where(name => name != "MicroK8s.Forwarding.ServicePortForward")];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_of_a_record_is_clean_behind_the_door(string name)
    {
        object record = HostileRecord.Of(TypeOf(name));
        Assert.Empty(HostileRecord.Find(CleanRecord.Of(record)!, forAgent: false));
        Assert.Empty(HostileRecord.Find(CleanRecord.Of(record, forAgent: true)!, forAgent: true));
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void Whatever_shows_a_record_shows_it_clean(string name)
    {
        object record = CleanRecord.Of(HostileRecord.Of(TypeOf(name)))!;
        using var shell = new Shell();
        string shown = shell.Show("$args[0]; \"$($args[0])\"", record);
        Assert.Contains("xy", shown, StringComparison.Ordinal);
        Assert.Null(HostileText.Find(shown, keepsLines: true));
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void What_is_shown_holds_no_text_that_the_door_does_not_know(string name) =>
        Assert.Empty(Strange(TypeOf(name), []));

    [Fact]
    public void Raw_text_keeps_every_character_and_for_an_agent_only_loses_commands()
    {
        var line = new LogLine(default, "web", "web-1", "web", "shop", HostileText.Sample);
        Assert.Same(line, CleanRecord.Of(line));
        var forAgent = (LogLine)CleanRecord.Of(line, forAgent: true)!;
        Assert.Equal(HostileText.Sample.Replace("##vso", "# #vso", StringComparison.Ordinal).Replace("#\u200b#", "# \u200b#", StringComparison.Ordinal), forAgent.Text);
        Assert.Equal(
            ["MicroK8s.Logs.LogLine.Text", "MicroK8s.Revisions.RevisionDifference.From", "MicroK8s.Revisions.RevisionDifference.To"],
            Records.SelectMany(type => HostileRecord.Properties(type).Where(HostileRecord.IsRaw).Select(one => $"{type}.{one.Name}"))
                .Where(name => !name.EndsWith(".KubeConfig", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_clean_record_is_emitted_itself_and_a_copy_shares_what_was_clean()
    {
        RolloutFailure clean = new(ClusterFault.ProbeFailed, "Deployment shop/web", "It fails.") { Log = ["one", "two"] };
        Assert.Same(clean, CleanRecord.Of(clean));
        var copy = (RolloutFailure)CleanRecord.Of(clean with { Message = "\u0007It fails." })!;
        Assert.Equal(clean.Message, copy.Message);
        Assert.Same(clean.Log, copy.Log);
    }

    [Fact]
    public void An_exception_is_clean_whatever_it_is_made_of()
    {
        var failure = new RolloutFailure(ClusterFault.ProbeFailed, HostileText.Sample, HostileText.Sample);
        var exception = new ClusterException(ClusterFault.ProbeFailed, HostileText.Sample, failure, HostileText.Sample);
        Assert.Null(HostileText.Find(exception.Message));
        Assert.Null(HostileText.Find(exception.Advice!));
        Assert.Empty(HostileRecord.Find(exception.Target!, forAgent: false));
        Assert.Null(HostileText.Find((string)new ClusterException(ClusterFault.Conflict, "x", HostileText.Sample).Target!));
    }

    [Fact]
    public void Ten_thousand_clean_pods_take_no_time_that_counts()
    {
        var container = new PodContainer("web", false, "shop/web:v1.0", "sha256:123", "Running", null, null, true, 0, null, null);
        MicroServicePod[] pods =
        [
            .. Enumerable.Range(0, 10_000).Select(number => new MicroServicePod(
                $"web-6d4b9c7f5-{number}", "shop", "web", WorkloadKind.Deployment, "Running", 1, 1, 0, null, default,
                "node-1", "10.1.2.3", "test", null) { Version = "v1.0", Containers = [container] }),
        ];
        TimeSpan best = TimeSpan.MaxValue;
        for (int run = 0; run < 10; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.All(pods, pod => Assert.Same(pod, CleanRecord.Of(pod)));
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (took < best) best = took;
        }

        // A shared machine may take several times as long as it costs.
        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    /// <summary>The properties, at any depth, that are neither values nor texts, nor records, lists and maps of them.</summary>
    private static IEnumerable<string> Strange(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type)) yield break;
        foreach (PropertyInfo property in HostileRecord.Properties(type))
        {
            Type plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            Type[] parts = plain.IsGenericType ? plain.GetGenericArguments() : [plain];
            bool isKnown = !plain.IsGenericType || plain.Name is "IReadOnlyList`1" or "IReadOnlyDictionary`2";
            foreach (Type part in parts)
            {
                bool isRecord = HostileRecord.IsRecord(part);
                bool isPlain = part == typeof(string) || part.IsPrimitive || part.IsEnum
                    || part == typeof(DateTimeOffset) || part == typeof(TimeSpan)
                    || (part.IsValueType && !part.IsGenericType
                        && HostileRecord.Properties(part).All(number => number.PropertyType.IsPrimitive));
                if (!isKnown || !(isRecord || isPlain)) yield return $"{type.Name}.{property.Name}";
                if (isRecord) foreach (string strange in Strange(part, seen)) yield return strange;
            }
        }
    }

    private static Type TypeOf(string name) => typeof(CleanRecord).Assembly.GetType(name, throwOnError: true)!;
}
