using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using MicroK8s.Forwarding;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Streams;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Forwarding;

public sealed class StartMicroServicePortForwardTests
{
    [Fact]
    public async Task A_forward_outlives_its_pod_and_closes_its_port_when_it_is_disposed()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/web:v1.0", deployment => deployment.Probe("readinessProbe", "/ready"));
        await space.CreateAsync(ResourceTypes.Service, """
            { "metadata": { "name": "web" }, "spec": { "selector": { "app": "web" }, "ports": [ { "name": "front", "port": 80, "targetPort": 8080 } ] } }
            """);
        KubeObject pod = await space.WaitForPodAsync(WorkloadPods.IsReady);
        using Shell shell = Shell.Connected(space.Name);
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

        Assert.Equal(["80", "front"], shell.Complete("Start-MicroServicePortForward web -Port "));
        Assert.Equal(["8000:80"], shell.Complete("Start-MicroServicePortForward web 8000:8"));

        using ServicePortForward forward = shell.Run("Start-MicroServicePortForward web").TheOne<ServicePortForward>();
        Assert.Equal(
            (PortForwardState.Ready, pod.Name, 8080, "127.0.0.1"),
            (forward.State, forward.Pod, forward.RemotePort, forward.Address));
        var address = new Uri($"http://127.0.0.1:{forward.LocalPort}/");
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => http.GetStringAsync(address)));
        Assert.All(answers, answer => Assert.Equal($"version v1.0 on {pod.Name}\n", answer));
        Assert.Contains($"{forward.LocalPort}", shell.Show("$args[0]", forward), StringComparison.Ordinal);
        Assert.Contains(
            "in use",
            shell.Run("Start-MicroServicePortForward web -Port $args[0]", $"{forward.LocalPort}:front")
                .AssertError("PortForwardFailed").Exception.Message, StringComparison.Ordinal);

        await TestCluster.Admin.Resources.DeleteAsync(
            new ResourceRef(ResourceTypes.Pod, space.Name, pod.Name), null, dryRun: false, CancellationToken.None);
        KubeObject next = await space.WaitForPodAsync(item => WorkloadPods.IsReady(item) && item.Uid != pod.Uid);
        Assert.Equal($"version v1.0 on {next.Name}\n", await RetryAsync(() => http.GetStringAsync(address)));
        Assert.Equal(next.Name, forward.Pod);

        forward.Dispose();
        Assert.Equal((PortForwardState.Closed, null), (forward.State, forward.Pod));
        using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => probe.ConnectAsync(IPAddress.Loopback, forward.LocalPort));
    }

    [Fact]
    public async Task Much_data_arrives_as_it_was_both_halves_close_and_a_dead_port_is_told()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.RunScriptAsync("web", """
            mkdir /tmp/w; head -c 10485760 /dev/urandom > /tmp/w/big; cd /tmp/w
            httpd -p 8080; while true; do nc -l -p 9000 -e sh -c 'head -c 10485760 | sha256sum'; done
            """);
        await space.WaitForPodAsync(WorkloadPods.IsReady);
        using Shell shell = Shell.Connected(space.Name);
        using HttpClient http = new();
        IReadOnlyList<ServicePortForward> forwards =
            shell.Run("Start-MicroServicePortForward web -Port :8080, :9000, :9999").AssertNoErrors().As<ServicePortForward>();

        byte[] big = await RetryAsync(() => http.GetByteArrayAsync(new Uri($"http://127.0.0.1:{forwards[0].LocalPort}/big")));
        string sum = shell.Run("Invoke-MicroServiceCommand web sha256sum /tmp/w/big").TheOne<string>();
        Assert.Equal(sum.Split(' ')[0], Convert.ToHexStringLower(SHA256.HashData(big)));

        using (TcpClient upload = new())
        {
            await upload.ConnectAsync(IPAddress.Loopback, forwards[1].LocalPort);
            await using NetworkStream stream = upload.GetStream();
            await stream.WriteAsync(big);
            using var answer = new StreamReader(stream);
            Assert.Equal($"{sum.Split(' ')[0]}  -", await answer.ReadLineAsync());

            // Not before: containerd gives a pod one second for its answer when this half is closed.
            upload.Client.Shutdown(SocketShutdown.Send);
            Assert.Empty(await answer.ReadToEndAsync());
        }

        await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetStringAsync(new Uri($"http://127.0.0.1:{forwards[2].LocalPort}/")));
        Assert.Contains("9999", forwards[2].LastError, StringComparison.Ordinal);

        // Another runspace removes its module: what it opened closes, and what a runspace that is gone left open.
        ServicePortForward left;
        using (Shell gone = Shell.Connected(space.Name)) left = gone.Run("Start-MicroServicePortForward web -Port :8080").TheOne<ServicePortForward>();
        using Shell other = Shell.Connected(space.Name);
        Assert.NotEqual(PortForwardState.Closed, left.State);
        other.Run("Remove-Module MicroK8s").AssertNoErrors();
        Assert.Equal(PortForwardState.Closed, left.State);
        Assert.All(forwards, forward => Assert.NotEqual(PortForwardState.Closed, forward.State));

        shell.Run("Remove-Module MicroK8s").AssertNoErrors();
        Assert.All(forwards, forward => Assert.Equal(PortForwardState.Closed, forward.State));
    }

    [Fact]
    public async Task Wrong_ports_and_addresses_are_refused_before_anything_is_opened()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/web:v1.0");
        using Shell shell = Shell.Connected(space.Name);
        shell.Run("Start-MicroServicePortForward web -Port 1:2:3").AssertError("InvalidSpec");
        shell.Run("Start-MicroServicePortForward web -Address here").AssertError("InvalidSpec");
        await space.WaitForPodAsync(WorkloadPods.IsReady);
        shell.Run("Start-MicroServicePortForward web -Port :grpc").AssertError("InvalidSpec");
        Assert.Empty(shell.Run("Start-MicroServicePortForward web -Port :80 -WhatIf").AssertNoErrors().Output);
    }

    /// <summary>The pod is ready before its last word is.</summary>
    private static async Task<T> RetryAsync<T>(Func<Task<T>> request)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await request();
            }
            catch (HttpRequestException) when (attempt < 20)
            {
                await Task.Delay(250);
            }
        }
    }
}
