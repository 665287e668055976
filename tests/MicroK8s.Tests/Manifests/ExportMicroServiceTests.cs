using System.Management.Automation;
using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Manifests;

public sealed class ExportMicroServiceTests
{
    private const string Own =
        "New-MicroService web shop/web:v1.0 -Port 80:8080 -Replicas 1 -Environment @{ A = 'no' } -ReadinessProbe /ready:8080";

    [Fact]
    public async Task An_own_service_published_unchanged_changes_nothing_and_comes_back_after_its_removal()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(Own).AssertNoErrors();
        string[] yaml = Export(shell, "web");
        AssertUnchanged(shell, yaml, 2);
        Assert.Equal(1, (await ns.GetAsync(ResourceTypes.Deployment, "web")).Generation);

        shell.Run("Remove-MicroService web -Wait").AssertNoErrors();
        shell.Run("$args[0] | Publish-MicroService -Wait", [yaml]).AssertNoErrors();
        Assert.Equal(yaml, Export(shell, "web"));
        string text = string.Concat(yaml);
        Assert.All(
            (string[])["status", "uid", "resourceVersion", "managedFields", "clusterIP", "progressDeadline"],
            noise => Assert.DoesNotContain(noise, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_kubectl_made_is_exported_whole_and_published_unchanged()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await Kubectl.RunAsync(Foreign, ["apply", "-n", ns.Name, "-f", "-"]);
        EngineResult export = shell.Run("Export-MicroService db").AssertNoErrors();
        Assert.Contains(export.Warnings, note => note.Contains("Secret", StringComparison.Ordinal)
            && note.Contains("-IncludeSecret", StringComparison.Ordinal));
        string[] yaml = [.. export.As<string>()];
        Assert.Equal(
            ["ServiceAccount", "ConfigMap", "Service", "StatefulSet", "PodDisruptionBudget", "Ingress"],
            yaml.Select(KindOf).OrderBy(kind => ManifestOrder.RankOf("", kind)).ThenByDescending(kind => kind));
        Assert.DoesNotContain("cGFzcw", string.Concat(yaml), StringComparison.Ordinal);
        AssertUnchanged(shell, yaml, 6);
        Assert.Contains(
            "cGFzcw==", string.Concat(Export(shell, "db", "-IncludeSecret")), StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "db.yaml");
        await File.WriteAllTextAsync(file, "old");
        shell.Run("Export-MicroService db -IncludeSecret -Path $args[0]", file).AssertNoErrors();
        UnixFileMode mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        Assert.Contains("cGFzcw==", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_namespace_a_service_can_be_published_into_another_one()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await using TestNamespace other = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(Own.Replace("-Replicas 1", "-Replicas 0", StringComparison.Ordinal)).AssertNoErrors();
        shell.Run("Export-MicroService web -WithoutNamespace | Publish-MicroService -Namespace $args[0]", other.Name)
            .AssertNoErrors();
        Assert.NotNull(await other.FindAsync(ResourceTypes.Service, "web"));
        Assert.NotNull(await other.FindAsync(ResourceTypes.Deployment, "web"));
    }

    [Fact]
    public async Task Files_are_written_as_Out_File_would_and_can_be_published()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        using var folder = new TemporaryFolder();
        shell.Run("'a', 'b' | ForEach-Object { New-MicroService $_ shop/web:v1.0 -Port 80 -Replicas 0 }").AssertNoErrors();
        string one = Path.Combine(folder.Path, "all.yaml");
        shell.Run("Get-MicroService | Export-MicroService -Path $args[0] -WhatIf", one).AssertNoErrors();
        Assert.False(File.Exists(one));
        Assert.Empty(shell.Run("Get-MicroService | Export-MicroService -Path $args[0]", one).AssertNoErrors().Output);
        Assert.Equal(4, shell.Run("Publish-MicroService $args[0]", one).AssertNoErrors().Output.Count);
        shell.Run("Export-MicroService a -Path $args[0] -NoClobber", one).AssertError("AlreadyExists");
        shell.Run("Export-MicroService a -Path env:microk8s").AssertError("InvalidSpec");
        shell.Run("Export-MicroService a -Path nodrive:a.yaml").AssertError("InvalidSpec");

        shell.Run("Get-MicroService | Export-MicroService -Path $args[0]", folder.Path).AssertNoErrors();
        Assert.Equal(["a.yaml", "all.yaml", "b.yaml"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_an_error()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        ErrorRecord error = shell.Run("Export-MicroService nothing").AssertError("ResourceNotFound");
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }

    private const string Foreign = """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: db}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: pass}
        data: {pass: cGFzcw==}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {MODE: "on"}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: db-headless}
        spec: {clusterIP: None, selector: {role: db}, ports: [{name: sql, port: 5432}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: way-in}
        spec: {defaultBackend: {service: {name: db-headless, port: {number: 5432}}}}
        ---
        apiVersion: policy/v1beta1
        kind: PodDisruptionBudget
        metadata: {name: db}
        spec: {minAvailable: 1, selector: {matchLabels: {role: db}}}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          replicas: 0
          serviceName: db-headless
          selector: {matchLabels: {role: db}}
          template:
            metadata: {labels: {role: db, tier: data}}
            spec:
              serviceAccountName: db
              containers:
              - name: db
                image: shop/web:v1.0
                ports: [{containerPort: 5432}]
                envFrom: [{configMapRef: {name: settings}}]
                env: [{name: P, valueFrom: {secretKeyRef: {name: pass, key: pass}}}]
                volumeMounts: [{name: tmp, mountPath: /tmp}]
              volumes: [{name: tmp, emptyDir: {}}]
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
        """;

    private static string[] Export(Shell shell, string name, string more = "") =>
        [.. shell.Run($"Export-MicroService {name} {more}").AssertNoErrors().As<string>()];

    private static void AssertUnchanged(Shell shell, string[] yaml, int count)
    {
        EngineResult result = shell.Run("$args[0] | Publish-MicroService", [yaml]).AssertNoErrors();
        Assert.Equal(count, result.Output.Count);
        Assert.All(result.As<PublishedObject>(), item => Assert.True(
            item.Action == PublishAction.Unchanged, $"{item}: {item.Action} {item.Changes}"));
    }

    private static string KindOf(string yaml) =>
        yaml.Split('\n').First(line => line.StartsWith("kind: ", StringComparison.Ordinal))["kind: ".Length..];
}
