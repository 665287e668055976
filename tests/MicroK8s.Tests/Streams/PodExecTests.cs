using System.Text;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Streams;

public sealed class PodExecTests
{
    [Fact]
    public async Task Commands_get_exact_arguments_and_bytes_and_give_bytes_and_codes_back()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.RunScriptAsync("web", "sleep 1000");
        KubeObject pod = await space.WaitForPodAsync(WorkloadPods.IsReady);

        string[] odd = ["", " a  b ", "it's \"q\"", "ü€😀", "%2F&command=x#+", "-n"];
        (string output, string errors, CommandEnd end) = await RunAsync(
            pod, null, ["sh", "-c", "for a; do printf '<%s>' \"$a\"; done; echo oops >&2; exit 3", "sh", .. odd]);
        Assert.Equal(string.Concat(odd.Select(argument => $"<{argument}>")), output);
        Assert.Equal("oops\n", errors);
        Assert.Equal(new CommandEnd(3, null), end);

        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(index => (byte)(index * 7))];
        (output, errors, end) = await RunAsync(pod, bytes, ["sh", "-c", "sha256sum; printf ''"]);
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Equal($"{sum}  -\n", output);
        Assert.Equal(new CommandEnd(0, null), end);

        (_, _, end) = await RunAsync(pod, null, ["no-such-program"]);
        Assert.Null(end.ExitCode);
        Assert.Contains("no-such-program", end.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_neither_run_commands_nor_forward_ports_is_told_the_right_that_is_missing()
    {
        using var limited = LimitedSession.Open();
        var request = new CommandRequest("limited-view", "web", "web", ["id"], false);
        var exception = await Assert.ThrowsAsync<ClusterException>(() => limited.Exec.StartAsync(request, default));
        Assert.Equal(ClusterFault.AccessDenied, exception.Fault);
        Assert.Contains("pods/exec", exception.Message, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<ClusterException>(
            () => limited.PortForward.ConnectAsync("limited-view", "web", 80, default));
        Assert.Equal(ClusterFault.AccessDenied, exception.Fault);
        Assert.Contains("pods/portforward", exception.Message, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<ClusterException>(() => TestCluster.Admin.Exec.StartAsync(request, default));
        Assert.Equal(ClusterFault.ResourceNotFound, exception.Fault);
    }

    private static async Task<(string Output, string Errors, CommandEnd End)> RunAsync(
        KubeObject pod, byte[]? input, string[] command)
    {
        using var limit = Patience.Start();
        var request = new CommandRequest(pod.Namespace!, pod.Name, "web", command, input is not null);
        await using IPodCommand running = await TestCluster.Admin.Exec.StartAsync(request, limit.Token);
        if (input is not null)
        {
            await running.WriteAsync(input, limit.Token);
            await running.EndInputAsync(limit.Token);
        }

        using MemoryStream output = new(), errors = new();
        while (await running.ReadAsync(limit.Token) is { } piece)
        {
            (piece.IsError ? errors : output).Write(piece.Data.Span);
        }

        return (Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()), running.End!);
    }
}
