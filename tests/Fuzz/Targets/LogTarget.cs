using MicroK8s.Errors;
using MicroK8s.Logs;

namespace MicroK8s.Fuzz;

/// <summary>The lines of a log, as they arrive in parts.</summary>
internal sealed class LogTarget : FuzzTarget
{
    public override string Name => "log";

    public override async Task RunAsync(byte[] input)
    {
        var lines = new LogLineReader(new BrokenUpStream(input));
        long length = 0;
        while (await lines.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            length += line.Text.Length;
            string shown = UntrustedText.CleanLine(line.Text);
            Require(!shown.Any(char.IsControl), "a line that is shown has no control characters");
            Require(
                !shown.Contains("##[", StringComparison.Ordinal)
                    && !shown.Contains("##vso[", StringComparison.OrdinalIgnoreCase),
                "a line that is shown commands no build agent");
        }

        Require(length <= input.Length, "the lines are no longer than the log");
    }
}
