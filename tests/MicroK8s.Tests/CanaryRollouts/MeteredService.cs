using MicroK8s.CanaryRollouts;
using MicroK8s.Resources;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Metrics;
using Xunit.Abstractions;

namespace MicroK8s.Tests.CanaryRollouts;

/// <summary>
/// A service whose requests Prometheus counts. The share of its canary is that of pods, so that it holds without a mesh.
/// </summary>
internal sealed class MeteredService(RealPrometheus prometheus, ITestOutputHelper output)
{
    public const string Name = "web";

    // A machine that is busy scrapes late; a step then waits until the evidence suffices.
    public const string Rollout = $"Invoke-CanaryRollout {Name} shop/web:v2.0 -Provider ReplicaRatio -MaxReplicas 4 "
        + "-Steps 25, 50 -StepDuration 2s -StepTimeout 4m -Interval 1s -PrometheusUri $args[0] ";

    /// <summary>A service of three pods; that of an earlier test is made anew.</summary>
    public async Task<Shell> ServeAsync()
    {
        Shell shell = Shell.Connected(prometheus.Namespace.Name);
        if (await prometheus.Namespace.FindAsync(ResourceTypes.Deployment, Name) is not null)
        {
            shell.Run($"Remove-MicroService {Name} -Force -Wait").AssertNoErrors();
        }

        shell.Run(
            $"New-MicroService {Name} shop/web:v1.0 -Port 80:8080 -ServiceType NodePort -Replicas 3 "
            + "-ReadinessProbe /ready:8080 -Wait").AssertNoErrors();
        return shell;
    }

    /// <summary>Writes the steps and the end of a rollout to the output of the test.</summary>
    public void Tell(EngineResult result)
    {
        foreach (CanaryStep step in result.Every<CanaryStep>())
        {
            output.WriteLine($"{step.Started:HH:mm:ss} {step.Duration.TotalSeconds:0.0} s: {step}. {step.Reason}");
        }

        foreach (CanaryRolloutResult end in result.Every<CanaryRolloutResult>())
        {
            output.WriteLine($"{end} after {end.Duration.TotalSeconds:0.0} s");
        }
    }

    /// <summary>The port of the node that leads to it.</summary>
    public async Task<int> PortAsync() =>
        (await prometheus.Namespace.GetAsync(ResourceTypes.Service, Name)).Json.Items("spec", "ports").Single()
            .Count("nodePort");

    /// <summary>The image of the only container.</summary>
    public static string? ImageOf(KubeObject workload) =>
        workload.Json.Items("spec", "template", "spec", "containers").First().Text("image");
}
