using MicroK8s.Errors;
using MicroK8s.Services;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Services.Files;

/// <summary>What a service file says, and where it says something wrong.</summary>
public sealed class ServiceDocumentTests
{
    private static readonly IYaml Yaml = Adapter.Backend().Yaml;

    [Fact]
    public void Keys_are_the_parameters_and_values_are_the_same_as_theirs()
    {
        ServiceSpec spec = Read(
            """
            name: orders
            image: shop/orders:v2
            replicas: 3
            port: [http:80:8080, 9090]
            label: { team: shop }
            environment: { LEVEL: info, RETRIES: 3, VERBOSE: true }
            readinessProbe: { path: /ready, periodSeconds: 2 }
            request: { cpu: 1, memory: 64Mi }
            """);
        Assert.Equal(("orders", "home", 3), (spec.Name, spec.Namespace, spec.Replicas));
        Assert.Equal(["http:80:8080/TCP", "port-9090:9090:9090/TCP"], spec.Ports.Select(port => $"{port}"));
        Assert.Equal(["info", "3", "true"], spec.Environment.Select(variable => variable.Value));
        Assert.Equal(2, spec.ReadinessProbe!.PeriodSeconds);
        Assert.Equal("1", spec.Requests["cpu"].Text);
    }

    [Theory]
    [InlineData("name: a\nimage: b\nreplica: 2", "line 3, column 1: 'replica' is not a field of a micro service. Did you mean 'replicas'?")]
    [InlineData("name: a\nImage: b", "line 2, column 1: 'Image' is not a field of a micro service. Did you mean 'image'?")]
    [InlineData("name: a\nimage: b\nreplicas: many", "line 3, column 1: replicas 'many' is not a whole number from 0 on.")]
    [InlineData("image: b", "line 1, column 1: name is missing; every service needs one.")]
    [InlineData("name: A\nimage: b", "line 1, column 1: name 'A' is not a DNS label")]
    [InlineData("name: a\nimage: b\nport:\n- 80\n- 99999", "line 5, column 3: port '99999' has the number 99999")]
    [InlineData("name: a\nimage: b\nlivenessProbe:\n  path: /\n  peroid: 3", "line 5, column 3: livenessProbe 'peroid' is not a field of a probe. Did you mean 'periodSeconds'?")]
    [InlineData("name: a\nimage: b\nrequest: { cpu: 1, memory: 64MB }", "line 3, column 20: request 'memory=64MB'")]
    [InlineData("name: a\nimage: b\nrequest:\n  cpu: 2\nlimit:\n  cpu: 1", "line 4, column 3: request 'cpu=2' is more than the limit 1.")]
    [InlineData("- name: a", "line 1, column 1: a service is a map of its fields.")]
    [InlineData("apiVersion: v1\nkind: Service", "line 1, column 1: this is a manifest of Kubernetes, not a service file.")]
    public void What_is_wrong_is_told_with_its_place(string text, string said)
    {
        ClusterException exception = Assert.Throws<ClusterException>(() => Read(text));
        Assert.Equal(ClusterFault.InvalidSpec, exception.Fault);
        Assert.StartsWith($"shop.yaml, {said}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_nothing_in_the_document_stays_as_it_is()
    {
        var document = ServiceDocument.Read(Assert.Single(Yaml.Read("name: a\nimage: b", "shop.yaml")));
        var fault = new ClusterException(ClusterFault.AccessDenied, "No.");
        Assert.Same(fault, document.Locate(fault));
    }

    private static ServiceSpec Read(string text)
    {
        var document = ServiceDocument.Read(Assert.Single(Yaml.Read(text, "shop.yaml")));
        try
        {
            return ServiceSpecRules.Check(ServiceFields.Read(document.Values, "home"));
        }
        catch (ClusterException exception)
        {
            throw document.Locate(exception);
        }
    }
}
