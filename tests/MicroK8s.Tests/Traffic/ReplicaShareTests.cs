using System.Collections.Concurrent;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Traffic;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Traffic;

/// <summary>Whether a share that is made of pods is true: connections through a ClusterIP are counted.</summary>
public sealed class ReplicaShareTests(ITestOutputHelper output)
{
    private const int Connections = 3000;

    // Of a normal distribution, 99.9% lies within so many standard deviations.
    private const double Deviations = 3.2905;

    private const string NoAnswer = "no answer";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Connections_arrive_in_the_share_that_is_reported()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("share");
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(
            "New-MicroService web shop/web:v1.0 -Port http:80:8080 -Replicas 4 -ReadinessProbe '/ready:8080' -Wait -Timeout 240")
            .AssertNoErrors();
        shell.Run("New-Canary web shop/web:v2.0 -Provider ReplicaRatio -Weight 25 -Timeout 240").AssertNoErrors();
        await CheckAsync(ns, await ReportAsync(shell, 25), pods: 4);

        shell.Run("Set-CanaryWeight web 60 -MaxReplicas 5 -Timeout 240").AssertNoErrors();
        await CheckAsync(ns, await ReportAsync(shell, 60), pods: 5);
    }

    /// <summary>The share of the ready pods; those that go are ready for a moment yet.</summary>
    private static async Task<int> ReportAsync(Shell shell, int expected)
    {
        long start = TimeProvider.System.GetTimestamp();
        TrafficSplit split = shell.Run("Get-CanaryWeight web").TheOne<TrafficSplit>();
        while (split.CanaryWeight != expected && TimeProvider.System.GetElapsedTime(start) < Patience.Long)
        {
            await Task.Delay(Pause);
            split = shell.Run("Get-CanaryWeight web").TheOne<TrafficSplit>();
        }

        Assert.Equal((expected, "ReplicaRatio"), (split.CanaryWeight, split.Provider));
        return expected;
    }

    /// <summary>One sample in a thousand lies outside by chance; two in a row do not.</summary>
    private async Task CheckAsync(TestNamespace ns, int percent, int pods)
    {
        KubeObject service = await ns.GetAsync(ResourceTypes.Service, "web");
        var address = new Uri($"http://{service.Json.Text("spec", "clusterIP")}/");
        await SettleAsync(address, pods);
        if (!await IsWithinAsync(address, percent)) Assert.True(await IsWithinAsync(address, percent), "outside twice");
    }

    private async Task<bool> IsWithinAsync(Uri address, int percent)
    {
        int canary = (await AskAsync(address, Connections)).Count(answer => answer.Contains("v2.0", StringComparison.Ordinal));
        double share = percent / 100.0;
        double margin = Deviations * Math.Sqrt(Connections * share * (1 - share));
        (double low, double high) = (Math.Floor((Connections * share) - margin), Math.Ceiling((Connections * share) + margin));
        output.WriteLine(
            $"{canary} of {Connections} connections to the canary, {100.0 * canary / Connections:0.0}%; reported {percent}%, "
            + $"of which 99.9% lie in {low} to {high}");
        return canary >= low && canary <= high;
    }

    /// <summary>The node learns a while later than the API server which pods are ready.</summary>
    private async Task SettleAsync(Uri address, int pods)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience.Long)
        {
            IReadOnlyCollection<string> answers = await AskAsync(address, 40 * pods);
            if (!answers.Contains(NoAnswer) && answers.Distinct().Count() == pods) return;
            await Task.Delay(Pause);
        }

        Assert.Fail($"Not {pods} pods answer at {address}.");
    }

    /// <summary>Each request over a connection of its own.</summary>
    private async Task<IReadOnlyCollection<string>> AskAsync(Uri address, int count)
    {
        using HttpClient http = ClusterHttp.PerConnection();
        var answers = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, stop) =>
            {
                try
                {
                    answers.Add(await http.GetStringAsync(address, stop));
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    output.WriteLine($"{NoAnswer}: {exception.Message} {exception.InnerException?.Message}");
                    answers.Add(NoAnswer);
                }
            });
        return answers;
    }
}
