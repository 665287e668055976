using System.Text.Json;

namespace MicroK8s.Fuzz;

/// <summary>
/// A line that a worker prints: a finding as soon as there is one, as the next input may end the process, and what it
/// has done when its time is over.
/// </summary>
/// <param name="Iteration">The number of the input; at the end, of the next one.</param>
/// <param name="Finding">The finding. Null at the end.</param>
/// <param name="SlowestMilliseconds">How long the slowest input took.</param>
internal sealed record WorkerLine(uint Iteration, Finding? Finding, double SlowestMilliseconds)
{
    public void Print() => Console.WriteLine(JsonSerializer.Serialize(this));

    /// <summary>Reads the lines of a worker, also of one that died while it wrote.</summary>
    public static IEnumerable<WorkerLine> Parse(string output) => output.Split('\n')
        .Where(line => line.StartsWith('{') && line.EndsWith('}'))
        .Select(line => JsonSerializer.Deserialize<WorkerLine>(line)!);
}
