using System.Text;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Exec;

namespace MicroK8s.Tests.Exec;

public sealed class CommandRulesTests
{
    private static readonly CommandResult Result = new("web", "shop", "web-0", "main", "run", 0);

    [Theory]
    [InlineData("", 0, null)]
    [InlineData("""{"status":"Success"}""", 0, null)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"42"}]}}""", 42, null)]
    [InlineData("""{"status":"Failure","reason":"InternalError","message":"no luck"}""", null, "no luck")]
    [InlineData("plain words", null, "plain words")]
    public void The_node_tells_how_a_command_ended(string status, int? exitCode, string? failure) =>
        Assert.Equal(new CommandEnd(exitCode, failure), CommandEnd.Parse(status));

    [Theory]
    [InlineData(null, "exec: \"run\": executable file not found in $PATH: unknown", 127, ClusterFault.CommandNotFound)]
    [InlineData(null, "exec: \"/run\": stat /run: no such file or directory", 127, ClusterFault.CommandNotFound)]
    [InlineData(null, "exec: \"/run\": permission denied", 126, ClusterFault.CommandNotFound)]
    [InlineData(null, "container is in CONTAINER_EXITED state", -1, ClusterFault.CommandFailed)]
    [InlineData(null, null, -1, ClusterFault.CommandFailed)]
    [InlineData(127, null, 127, ClusterFault.CommandFailed)]
    [InlineData(3, null, 3, ClusterFault.CommandFailed)]
    public void Every_bad_end_has_a_fault_and_a_code(int? exitCode, string? failure, int code, ClusterFault fault)
    {
        var end = new CommandEnd(exitCode, failure);
        Assert.Equal(code, CommandRules.ExitCode(end));
        Assert.Equal(fault, CommandRules.Judge(end, Result with { ExitCode = code }, null)!.Fault);
    }

    [Fact]
    public void A_good_end_has_none_and_a_bad_one_says_why()
    {
        Assert.Null(CommandRules.Judge(new CommandEnd(0, null), Result, "a warning"));
        ClusterException fault =
            CommandRules.Judge(new CommandEnd(137, null), Result with { ExitCode = 137 }, "\u001b[31mout of memory.")!;
        Assert.Equal(
            "'run' in container 'main' of pod shop/web-0 ended with exit code 137 (signal 9): out of memory.",
            fault.Message);
        Assert.StartsWith(
            "How 'run' ended in container 'main' of pod shop/web-0 is not known",
            CommandRules.Judge(CommandEnd.Unknown, Result with { ExitCode = -1 }, "a warning")!.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_cut_whatever_pieces_they_come_in()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("one\r\n\n€ three\nrest");
        foreach (int size in (int[])[1, 2, 3, 100])
        {
            var cutter = new LineCutter();
            string[] lines = [.. bytes.Chunk(size).SelectMany(piece => cutter.Add(piece))];
            Assert.Equal(["one", "", "€ three"], lines);
            Assert.Equal("rest", cutter.Finish());
            Assert.Null(cutter.Finish());
        }
    }
}
