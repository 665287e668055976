using MicroK8s.Health.Observability;
using MicroK8s.Resources;
using MicroK8s.Tests.Monitoring;

namespace MicroK8s.Tests.Health;

public sealed class MonitorRulesTests
{
    [Theory]
    [InlineData("http", true)]
    [InlineData("stats", true)]
    [InlineData("setup", false)]
    public void A_PodMonitor_finds_ports_of_containers_and_of_sidecars(string port, bool isFound)
    {
        var pods = new PodIndex();
        Assert.True(pods.Take(KubeObject.Parse("""
            {"kind":"Pod","metadata":{"namespace":"shop","name":"web-0","labels":{"app":"web"} },"spec":{
             "initContainers":[{"ports":[{"name":"setup","containerPort":1}]},{"restartPolicy":"Always","ports":[{"name":"stats","containerPort":15090}]}],
             "containers":[{"ports":[{"name":"http","containerPort":8080}]}]} }
            """)));
        KubeObject monitor = MonitoringScene.Monitor(
            "PodMonitor", "web", $$"""{"selector":{"matchLabels":{"app":"web"} },"podMetricsEndpoints":[{"port":"{{port}}"}]}""");
        Assert.Equal(isFound, !MonitorRules.Judge(monitor, pods).Any());
    }
}
