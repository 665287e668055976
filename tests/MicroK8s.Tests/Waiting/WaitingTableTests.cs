using MicroK8s.Waiting;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Waiting;

/// <summary>The acceptance table of waiting, on a real cluster.</summary>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InCluster)]
public sealed class WaitingTableTests(WaitingRun run, ITestOutputHelper output) : IClassFixture<WaitingRun>
{
    /// <summary>The promise: no later than this after the cluster knows.</summary>
    private const double Promise = 10;

    /// <summary>
    /// A container must run for three seconds. Half a second less, as the watch of the wait may have had a report sooner
    /// than that of the table.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2.5);

    public static TheoryData<string> Titles => [.. WaitingCases.Table.Select(one => one.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task A_wait_ends_with_its_cause_within_ten_seconds_of_the_clusters_knowledge(string title)
    {
        WaitingCase one = WaitingCases.Table.Single(known => known.Title == title);
        WaitingResult result = await run.ResultAsync(one);
        output.WriteLine($"{result.Line}\n{result.Failure?.Message}\n{result.Failure?.Event}\n{result.Failure?.LogText}\n{result.Timeline}");

        // It waited for as long as it must, and the kubelet was too busy to report the end: a success is right by the rule.
        if (one.MustSettle && result.ReportedRun > Settling && result.Failure is null) return;
        Assert.Equal(one.Fault, result.Failure?.Fault);
        Assert.NotNull(result.Known);
        Assert.InRange(result.Seconds!.Value, -1, Promise);
        if (result.Failure is not { } failure) return;
        Assert.Contains(one.Says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(one.Proof, ProofOf(failure) & one.Proof);
        if (one.Proof.HasFlag(WaitingProof.ExitCode)) Assert.NotEqual(0, failure.ExitCode);
    }

    private static WaitingProof ProofOf(RolloutFailure failure) =>
        (failure.Event is null ? 0 : WaitingProof.Event)
        | (failure.Pod is null ? 0 : WaitingProof.Pod)
        | (failure.Container is null ? 0 : WaitingProof.Container)
        | (failure.Log.Count == 0 ? 0 : WaitingProof.Log)
        | (failure.ExitCode is null ? 0 : WaitingProof.ExitCode);
}
