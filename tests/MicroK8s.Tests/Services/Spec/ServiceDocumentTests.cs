using MicroK8s.Errors;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Services.Spec;

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
    [InlineData("name: a\nimage: b\nreplica: 2", "line 3, column 1: 'replica' is not a field of a microservice. Did you mean 'replicas'?")]
    [InlineData("name: a\nImage: b", "line 2, column 1: 'Image' is not a field of a microservice. Did you mean 'image'?")]
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

    [Theory]
    [InlineData("yes")]
    [InlineData("Off")]
    [InlineData("True")]
    [InlineData("010")]
    [InlineData("0x1F")]
    [InlineData("1e3")]
    [InlineData("1.10")]
    [InlineData("1_000")]
    [InlineData("2026-11-23")]
    [InlineData("18446744073709551616")]
    public void A_text_is_what_stands_in_the_file(string written)
    {
        ServiceSpec spec = Read(
            $$"""
            name: a
            image: b
            label: &same { team: {{written}} }
            annotation: *same
            nodeSelector: { <<: *same }
            environment: { A: {{written}}, B: !!str {{written}}, C: '{{written}}' }
            command: [run, {{written}}]
            argument: {{written}}
            toleration: { key: k, value: {{written}} }
            nodeAffinity: { key: k, operator: NotIn, value: [{{written}}] }
            readinessProbe: { path: /, port: 80, headers: { X-Team: {{written}} } }
            livenessProbe: { command: {{written}} }
            pullSecret: ["{{written.ToLowerInvariant().Replace('_', '-')}}"]
            initContainer: { image: b, argument: [{{written}}], environment: { A: {{written}} } }
            """);
        string[] texts =
        [
            spec.Labels["team"], spec.Annotations["team"], spec.Scheduling.NodeSelector["team"],
            .. spec.Environment.Select(variable => variable.Value!), spec.Command[1], .. spec.Arguments,
            spec.Scheduling.Tolerations[0].Value!, .. spec.Scheduling.NodeAffinity[0].Values,
            spec.ReadinessProbe!.Headers[0].Value, .. spec.LivenessProbe!.Command,
            .. spec.InitContainers[0].Arguments, spec.InitContainers[0].Environment[0].Value!,
        ];
        Assert.All(texts, text => Assert.Equal(written, text));
    }

    [Fact]
    public void A_number_and_a_truth_value_mean_what_they_mean_in_YAML()
    {
        ServiceSpec spec = Read(
            """
            name: a
            image: b
            replicas: 0x10
            runAsNonRoot: yes
            readOnlyRootFilesystem: off
            maxSurge: 010
            maxUnavailable: 25%
            port: { port: 8_080, target: 0x50 }
            livenessProbe: { tcp: 0x50, periodSeconds: 1e1 }
            request: { cpu: 0.5, memory: 1.50Gi }
            mount: { configMap: c, path: /c, mode: 0640 }
            """);
        Assert.Equal((16, true, false), (spec.Replicas, spec.Security.RunAsNonRoot, spec.Security.ReadOnlyRootFilesystem));
        Assert.Equal(("8", "25%"), (spec.Update.MaxSurge, spec.Update.MaxUnavailable));
        Assert.Equal((8080, 80), (spec.Ports[0].Port, spec.Ports[0].Target));
        Assert.Equal(("80", 10), (spec.LivenessProbe!.Port, spec.LivenessProbe.PeriodSeconds));
        Assert.Equal(["0.5", "1.50Gi"], new[] { "cpu", "memory" }.Select(name => spec.Requests[name].Text));
        Assert.Equal(Convert.ToInt32("640", 8), spec.Mounts[0].Volume.Mode);
        AutoscaleSpec scale = Read("name: a\nimage: b\nrequest: { cpu: 1 }\nautoscale: { max: 1e1, cpu: 0x50 }").Autoscale!;
        Assert.Equal((10, 80), (scale.Max, scale.Cpu));
    }

    [Theory]
    [InlineData("environment:\n  B: x\n  A:", "line 5, column 3: environment 'A' has no value; write '' for an empty one.")]
    [InlineData("environment:\n  B: x\n  A: ~", "line 5, column 3: environment 'A' has no value; write '' for an empty one.")]
    [InlineData("label: { team: null }", "line 3, column 10: label 'team' has no value; write '' for an empty one.")]
    [InlineData("command: [run, null]", "line 3, column 1: command 'item 2' has no value; write '' for an empty one.")]
    [InlineData("replicas: 0x1G", "line 3, column 1: replicas '0x1G' is not a whole number from 0 on.")]
    [InlineData("replicas: yes", "line 3, column 1: replicas 'yes' is not a whole number from 0 on.")]
    [InlineData("autoscale: { max: 1.50 }", "line 3, column 14: autoscale 'Max=1.50' is not a whole number from 1 on.")]
    [InlineData("port:\n- 0x50", "line 4, column 3: port '0x50' is not [name:]port[:target][/protocol].")]
    public void No_value_is_no_text_and_what_is_wrong_is_told_as_it_stands_there(string field, string said)
    {
        ClusterException exception = Assert.Throws<ClusterException>(() => Read($"name: a\nimage: b\n{field}"));
        Assert.Equal($"shop.yaml, {said}", exception.Message);
    }

    [Theory]
    [InlineData("replicas: ~")]
    [InlineData("environment:")]
    [InlineData("namespace: null")]
    public void A_key_without_a_value_is_left_to_its_default(string field)
    {
        ServiceSpec spec = Read($"name: a\nimage: b\n{field}");
        Assert.Equal((null, "home"), (spec.Replicas, spec.Namespace));
        Assert.Empty(spec.Environment);
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
