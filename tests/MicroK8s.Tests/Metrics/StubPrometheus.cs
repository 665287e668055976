using MicroK8s.Errors;
using MicroK8s.Metrics;

namespace MicroK8s.Tests.Metrics;

/// <summary>A Prometheus with a few series, which understands what the reader asks and no PromQL.</summary>
internal sealed class StubPrometheus : IPrometheus
{
    /// <summary>All raw samples that it has.</summary>
    public List<PrometheusSeries> Series { get; init; } = [];

    /// <summary>What every query ends with. Null for answers.</summary>
    public ClusterException? Fault { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Answers to queries that begin so, before all others.</summary>
    public Dictionary<string, PrometheusAnswer> Answers { get; init; } = [];

    public List<string> Asked { get; } = [];

    public string Address => "http://stub:9090";

    public Task<PrometheusAnswer> QueryAsync(PrometheusQuery query, CancellationToken cancellationToken)
    {
        Asked.Add(query.Expression);
        if (Fault is not null) throw Fault;
        string text = query.Expression;
        PrometheusAnswer answer = Answers.FirstOrDefault(one => text.StartsWith(one.Key, StringComparison.Ordinal)).Value
            ?? (text.StartsWith("count by (le)", StringComparison.Ordinal) ? Edges(text)
                : text.StartsWith("count by (job)", StringComparison.Ordinal) ? Jobs(query.Time!.Value)
                : Raw(text, query.Time));
        return Task.FromResult(answer with { Warnings = Warnings });
    }

    /// <summary>A series with a sample every so many seconds from 12:00:00 on; NaN for none.</summary>
    public static PrometheusSeries Samples(string name, string labels, int every, params double[] values) => new(
        labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('=', 2))
            .Append(["__name__", name]).ToDictionary(label => label[0], label => label[1]),
        [
            .. values.Select((value, index) => new PrometheusSample(Noon.AddSeconds(index * every), value))
                .Where(sample => !double.IsNaN(sample.Value)),
        ]);

    public static DateTimeOffset Noon { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static PrometheusAnswer Number(double value) => new(
        PrometheusResultKind.Vector,
        [new PrometheusSeries(new Dictionary<string, string>(), [new PrometheusSample(Noon, value)])]);

    private PrometheusAnswer Edges(string text) => new(PrometheusResultKind.Vector,
    [
        .. Series.Where(series => text.Contains(series.Label("__name__"), StringComparison.Ordinal))
            .Select(series => series.Label("le")).Distinct().Select(edge => new PrometheusSeries(
                new Dictionary<string, string> { ["le"] = edge }, [new PrometheusSample(Noon, 1)])),
    ]);

    private PrometheusAnswer Jobs(DateTimeOffset time) => new(PrometheusResultKind.Vector,
    [
        .. Series.Where(series => series.Label("__name__") == "up" && series.Samples[0].Time <= time)
            .Select(series => series.Label("job")).Distinct().Select(job => new PrometheusSeries(
                new Dictionary<string, string> { ["job"] = job }, [new PrometheusSample(time, 1)])),
    ]);

    private PrometheusAnswer Raw(string text, DateTimeOffset? time)
    {
        Assert.Matches(@"\[\d+ms\]$", text);
        bool IsAsked(PrometheusSeries series) => text.StartsWith("{__name__", StringComparison.Ordinal)
            ? series.Label("__name__") is "up" or "process_start_time_seconds"
            : text.StartsWith($"{series.Label("__name__")}{{", StringComparison.Ordinal)
                && (!text.Contains("le=~", StringComparison.Ordinal)
                    || System.Text.RegularExpressions.Regex.IsMatch(
                        series.Label("le"), $"^({text.Split("le=~\"")[1].Split('"')[0]})$"));
        return new PrometheusAnswer(PrometheusResultKind.Matrix,
        [
            .. Series.Where(IsAsked).Select(series => series with
            {
                Samples = [.. series.Samples.Where(sample => sample.Time <= time)],
            }).Where(series => series.Samples.Count > 0),
        ]);
    }
}
