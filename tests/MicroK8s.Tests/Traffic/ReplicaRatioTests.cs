using MicroK8s.Traffic.Providers.Replicas;

namespace MicroK8s.Tests.Traffic;

public sealed class ReplicaRatioTests
{
    [Theory]
    [InlineData(50, 4, 4, 2, 2)]
    [InlineData(25, 4, 4, 3, 1)]
    [InlineData(10, 4, 4, 3, 1)]
    [InlineData(10, 4, 10, 9, 1)]
    [InlineData(10, 10, 10, 9, 1)]
    [InlineData(5, 3, 20, 19, 1)]
    [InlineData(1, 2, 2, 1, 1)]
    [InlineData(33, 3, 3, 2, 1)]
    [InlineData(33, 3, 100, 67, 33)]
    [InlineData(99, 4, 4, 1, 3)]
    [InlineData(0, 4, 10, 4, 0)]
    [InlineData(100, 4, 10, 0, 4)]
    [InlineData(50, 1, 1, 1, 1)]
    [InlineData(50, 0, 0, 1, 1)]
    [InlineData(0, 0, 9, 0, 0)]
    [InlineData(75, 4, 6, 1, 3)]
    public void The_numbers_come_closest_to_the_share(int percent, int least, int most, int stable, int canary) =>
        Assert.Equal(new ReplicaRatio(stable, canary), ReplicaRatio.Closest(percent, least, most));

    [Fact]
    public void No_other_numbers_come_closer_for_any_total_up_to_30()
    {
        for (int percent = 1; percent < 100; percent++)
        {
            for (int least = 2; least <= 30; least++)
            {
                for (int most = least; most <= 30; most++) Check(percent, least, most);
            }
        }
    }

    /// <summary>Compared in whole numbers: no rounding decides.</summary>
    private static void Check(int percent, int least, int most)
    {
        ReplicaRatio chosen = ReplicaRatio.Closest(percent, least, most);
        Assert.True(
            chosen is { Stable: >= 1, Canary: >= 1 } && chosen.Total >= least && chosen.Total <= most,
            $"{percent}% of {least} to {most}: {chosen}");
        for (int total = least; total <= most; total++)
        {
            for (int canary = 1; canary < total; canary++)
            {
                // |canary / total - percent| and |chosen - percent|, both times total, chosen.Total and 100.
                long other = Math.Abs((100L * canary) - ((long)percent * total)) * chosen.Total;
                long own = Math.Abs((100L * chosen.Canary) - ((long)percent * chosen.Total)) * total;
                if (own < other || (own == other && chosen.Total <= total)) continue;
                Assert.Fail($"{percent}% of {least} to {most}: {chosen}, but {canary} of {total} is closer or smaller");
            }
        }
    }
}
