using System.Text;
using CsCheck;
using MicroK8s.Connection;

namespace MicroK8s.Fuzz;

/// <summary>What a node says about the end of a command.</summary>
internal sealed class CommandEndTarget : FuzzTarget
{
    public override string Name => "command";

    public override Gen<byte[]> Structured(IReadOnlyList<byte[]> seeds) => JsonMutator.Of(seeds);

    public override Task RunAsync(byte[] input)
    {
        var end = CommandEnd.Parse(Encoding.UTF8.GetString(input));
        Require(end.ExitCode is null != end.Failure is null, "a command has an exit code or a reason, not both");
        return Task.CompletedTask;
    }
}
