using System.Management.Automation;
using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services.Objects;

/// <summary>The seed's YAML row by row, made by the cmdlet on the real cluster and read back.</summary>
public sealed class ServiceShapeTests
{
    [Fact]
    public async Task Deployment_service_and_ingress_of_the_article()
    {
        // §2.2, §3.2
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(
            """
            New-MicroService myapp registry.example.com/myapp:v1.0 -Replicas 3 -Port 80:8080 -ServiceType LoadBalancer `
                -Ingress myapp.example.com/ -IngressClass nginx
            """).AssertNoErrors();
        JsonElement service = (await ns.GetAsync(ResourceTypes.Service, "myapp")).Json;
        Assert.Equal("LoadBalancer", service.Text("spec", "type"));
        Assert.Equal(("80", "8080"), (Port(service).Text("port"), Port(service).Text("targetPort")));
        KubeObject ingress = await ns.GetAsync(ResourceTypes.Ingress, "myapp");
        JsonElement rule = ingress.Json.Items("spec", "rules").Single();
        JsonElement path = rule.Items("http", "paths").Single();
        Assert.Equal(
            ("myapp.example.com", "/", "Prefix", "myapp", "port-80", "nginx"),
            (rule.Text("host"), path.Text("path"), path.Text("pathType"), path.Text("backend", "service", "name"),
                path.Text("backend", "service", "port", "name"), ingress.Json.Text("spec", "ingressClassName")));
        Assert.Equal(3, (await ns.GetAsync(ResourceTypes.Deployment, "myapp")).Json.Number("spec", "replicas"));
    }

    [Fact]
    public async Task Types_of_service_and_affinity_of_the_article()
    {
        // §4.1, §4.3
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        int node = 30000 + (Math.Abs(ns.Name.GetHashCode(StringComparison.Ordinal)) % 2768);
        shell.Run(
            $$"""
            $common = @{ Image = 'shop/web:v1.0'; Replicas = 0; Port = '80:8080' }
            New-MicroService backend @common -ServiceType ClusterIP -SessionAffinity ClientIP -PublishNotReadyAddresses
            New-MicroService frontend @common -ServiceType NodePort -NodePort {{node}}
            New-MicroService api @common -ServiceType LoadBalancer
            """).AssertNoErrors();
        JsonElement backend = (await ns.GetAsync(ResourceTypes.Service, "backend")).Json;
        Assert.Equal(
            ("ClusterIP", "ClientIP", true),
            (backend.Text("spec", "type"), backend.Text("spec", "sessionAffinity"),
                backend.Flag("spec", "publishNotReadyAddresses")));
        JsonElement frontend = (await ns.GetAsync(ResourceTypes.Service, "frontend")).Json;
        Assert.Equal(("NodePort", node), (frontend.Text("spec", "type"), Port(frontend).Number("nodePort")));
        JsonElement api = (await ns.GetAsync(ResourceTypes.Service, "api")).Json;
        Assert.Equal("LoadBalancer", api.Text("spec", "type"));
    }

    [Fact]
    public async Task Probes_resources_toleration_and_zones_of_the_article()
    {
        // §5.1, §5.2, §5.3, §9.1
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            New-MicroService myapp shop/web:v1.0 -Replicas 0 `
                -LivenessProbe @{ Path = '/healthz'; Port = 8080; InitialDelaySeconds = 30; PeriodSeconds = 10 } `
                -ReadinessProbe @{ Path = '/ready'; Port = 8080; InitialDelaySeconds = 5; PeriodSeconds = 5 } `
                -Request @{ memory = '64Mi'; cpu = '250m' } -Limit @{ memory = '128Mi'; cpu = '500m' } `
                -Toleration node-role.kubernetes.io/control-plane=true:NoSchedule `
                -NodeAffinity 'kubernetes.io/e2e-az-name in (e2e-zone-1, e2e-zone-2)'
            """);
        result.AssertNoErrors();
        Assert.Contains(
            "it is now topology.kubernetes.io/zone", Assert.Single(result.Warnings), StringComparison.Ordinal);
        KubeObject made = await ns.GetAsync(ResourceTypes.Deployment, "myapp");
        JsonElement pod = made.Json.At("spec", "template", "spec")!.Value;
        JsonElement container = pod.Items("containers").Single();
        Assert.Equal((30, 10, "/healthz"), (
            container.Number("livenessProbe", "initialDelaySeconds"),
            container.Number("livenessProbe", "periodSeconds"), container.Text("livenessProbe", "httpGet", "path")));
        Assert.Equal((5, "8080"), (
            container.Number("readinessProbe", "periodSeconds"), container.Text("readinessProbe", "httpGet", "port")));
        Assert.Equal(("64Mi", "250m", "128Mi", "500m"), (
            container.Text("resources", "requests", "memory"), container.Text("resources", "requests", "cpu"),
            container.Text("resources", "limits", "memory"), container.Text("resources", "limits", "cpu")));
        JsonElement toleration = pod.Items("tolerations").Single();
        Assert.Equal(
            ("node-role.kubernetes.io/control-plane", "Equal", "true", "NoSchedule"),
            (toleration.Text("key"), toleration.Text("operator"), toleration.Text("value"), toleration.Text("effect")));
        JsonElement expression = pod.Items(
            "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").Single()
            .Items("matchExpressions").Single();
        Assert.Equal(
            ("In", "e2e-zone-1,e2e-zone-2"),
            (expression.Text("operator"),
                string.Join(',', expression.Items("values").Select(value => value.GetString()))));
    }

    [Fact]
    public async Task A_pod_really_runs_with_configuration_init_container_and_exec_probe()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await ns.CreateAsync(
            ResourceTypes.ConfigMap,
            """{ "metadata": { "name": "app" }, "data": { "LEVEL": "debug", "a.txt": "x" } }""");
        await ns.CreateAsync(
            ResourceTypes.Secret, """{ "metadata": { "name": "db" }, "stringData": { "password": "hush" } }""");

        // Ready only when every value and file is where it was asked for.
        shell.Run(
            """
            $test = 'test "$LEVEL" = debug && test "$PASSWORD" = hush && test "$IP" && test -f /etc/app/a.txt ' +
                '&& test "$(cat /run/pw)" = hush && test -f /scratch/done && test "$(id -u)" = 1000 && ! touch /x'
            New-MicroService web shop/web:v1.0 -Port 8080 -Environment @{ TEST = $test; NONE = '' } `
                -EnvironmentFrom configmap:app, PASSWORD=secret:db/password, IP=field:status.podIP, secret:none? `
                -Mount configmap:app:/etc/app:ro, secret:db/password:/run/pw, @{ EmptyDir = 'work'; Path = '/scratch' } `
                -InitContainer @{ Image = 'shop/web:v1.0'; Command = 'touch', '/scratch/done'
                    Mount = @{ EmptyDir = 'work'; Path = '/scratch' } } `
                -ReadinessProbe @{ Command = 'sh', '-c', 'eval "$TEST"'; PeriodSeconds = 1; FailureThreshold = 30 } `
                -RunAsNonRoot -RunAsUser 1000 -FsGroup 1000 -ReadOnlyRootFilesystem -Request @{ cpu = '10m' } `
                -Autoscale @{ Max = 3; Cpu = 70 } -DisruptionBudget @{ MaxUnavailable = 1 } -Wait -Timeout 180
            """).TheOne<MicroService>();
        ResourceType scaler = ResourceTypes.HorizontalPodAutoscaler with { Version = "v2beta2" };
        KubeObject autoscaler = await ns.GetAsync(scaler, "web");
        JsonElement scale = autoscaler.Json.At("spec")!.Value;
        Assert.Equal((1, 3), (scale.Number("minReplicas"), scale.Number("maxReplicas")));
        Assert.Equal(70, scale.Items("metrics").Single().Number("resource", "target", "averageUtilization"));
        KubeObject budget = await ns.GetAsync(ResourceTypes.PodDisruptionBudgetBeta, "web");
        Assert.Equal(1, budget.Json.Number("spec", "maxUnavailable"));
    }

    [Fact]
    public async Task Statefulsets_and_daemonsets_run()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            New-MicroService db shop/web:v1.0 -Kind StatefulSet -Port 8080 -Replicas 2 `
                -PodManagementPolicy Parallel -Wait
            New-MicroService agent shop/web:v1.0 -Kind DaemonSet -Mount host:/var/log:/logs:ro -Wait
            """);
        result.AssertNoErrors();
        Assert.Equal(["2/2", "1/1"], result.As<MicroService>().Select(service => service.Readiness));
        Assert.Equal("None", (await ns.GetAsync(ResourceTypes.Service, "db")).Json.Text("spec", "clusterIP"));
        KubeObject set = await ns.GetAsync(ResourceTypes.StatefulSet, "db");
        Assert.Equal(("db", 2), (set.Json.Text("spec", "serviceName"), set.Json.Count("status", "readyReplicas")));
        KubeObject agent = await ns.GetAsync(ResourceTypes.DaemonSet, "agent");
        Assert.Equal(1, agent.Json.Count("status", "numberReady"));
        Assert.Contains(await ns.ListAsync(ResourceTypes.Pod), pod => pod.Name == "db-1");
    }

    [Fact]
    public async Task What_this_server_would_drop_is_refused_before_anything_is_written()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        ErrorRecord error = shell.Run("New-MicroService web shop/web:v1.0 -Port 80 -LivenessProbe grpc:80")
            .AssertError("InvalidSpec");
        Assert.StartsWith(
            "-LivenessProbe 'grpc:80' needs Kubernetes 1.24", error.Exception.Message, StringComparison.Ordinal);
        Assert.Null(await ns.FindAsync(ResourceTypes.Deployment, "web"));
    }

    [Fact]
    public async Task Rows_have_every_field_and_wrong_cells_are_errors()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            function Row($Name, $Kind = '', $Replicas = '', $ServiceType = '', $RunAsNonRoot = '', $Mount = '') {
                [pscustomobject]@{
                    Name = $Name; Image = 'shop/web:v1.0'; Kind = $Kind; Replicas = $Replicas; Port = ''
                    ServiceType = $ServiceType; RunAsNonRoot = $RunAsNonRoot; Mount = $Mount; Command = ''
                    Toleration = ''; NodePort = ''; DisruptionBudget = ''; Autoscale = ''; UpdateStrategy = ''
                }
            }
            $(
                Row a -Replicas 0 -ServiceType Headless -RunAsNonRoot true -Mount 'emptydir:/a, emptydir:/b'
                Row b DaemonSet
                Row c Daemon
                Row d -RunAsNonRoot perhaps
            ) | New-MicroService
            """);
        Assert.True(result.Errors.Count == 2, string.Join(" / ", result.Errors));
        Assert.Contains("'Daemon' must be one of", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("'perhaps' is neither true nor false", result.Errors[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(["a", "b"], result.As<MicroService>().Select(service => service.Name).Order());
        KubeObject made = await ns.GetAsync(ResourceTypes.Deployment, "a");
        JsonElement pod = made.Json.At("spec", "template", "spec")!.Value;
        JsonElement container = pod.Items("containers").Single();
        Assert.Equal(["/a", "/b"], container.Items("volumeMounts").Select(mount => mount.Text("mountPath")));
        Assert.True(container.Flag("securityContext", "runAsNonRoot"));
        Assert.Null(container.At("command"));
    }

    private static JsonElement Port(JsonElement service) => service.Items("spec", "ports").Single();
}
