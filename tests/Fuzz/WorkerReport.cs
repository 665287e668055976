using System.Text.Json;

namespace MicroK8s.Fuzz;

/// <summary>What a worker has to say when its time is over: the last line that it prints.</summary>
internal sealed record WorkerReport(uint Next, double SlowestMilliseconds, long KeptBytes)
{
    /// <summary>The findings, each with the number of its input.</summary>
    public IReadOnlyList<(uint Iteration, Finding Finding, int Times)> Findings { get; init; } = [];

    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public string ToLine() => JsonSerializer.Serialize(this, Options);

    public static WorkerReport? Parse(string? line) =>
        line?.StartsWith('{') == true ? JsonSerializer.Deserialize<WorkerReport>(line, Options) : null;
}
