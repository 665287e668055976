using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Manifests;

/// <summary>What Publish-MicroService -Prune removes and what it never does, on the real cluster.</summary>
public sealed class PublishPruneTests
{
    [Fact]
    public async Task Only_what_the_application_published_itself_is_pruned()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        string set = ConfigMap(ns.Name, "kept", "1") + "---\n" + ConfigMap(ns.Name, "old", "1")
            + "---\n" + $"apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: data, namespace: {ns.Name}}}\n"
            + "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}\n";
        shell.Run("Publish-MicroService -InputObject $args[0] -Application shop", set).AssertNoErrors();
        await Kubectl.RunAsync("create", "configmap", "foreign", "-n", ns.Name);
        await Kubectl.RunAsync("label", "configmap", "foreign", "app.kubernetes.io/part-of=shop", "-n", ns.Name);

        string less = ConfigMap(ns.Name, "kept", "1");
        const string Publish = "Publish-MicroService -InputObject $args[0] -Application shop -Prune";
        EngineResult whatIf = shell.Run($"{Publish} -WhatIf", less).AssertNoErrors();
        Assert.Contains($"Remove ConfigMap {ns.Name}/old", whatIf.HostText, StringComparison.Ordinal);
        Assert.NotNull(await ns.FindAsync(ResourceTypes.ConfigMap, "old"));

        using var empty = new TemporaryFolder();
        const string All = " -Application shop -Prune";
        shell.Run($"Publish-MicroService $args[0]{All}", empty.Path).AssertError("InvalidSpec");
        shell.Run($"Publish-MicroService $args[0]{All}", $"{empty.Path}/*.yaml").AssertError("InvalidSpec");
        shell.Run($"'' | Publish-MicroService{All}").AssertError("InvalidSpec");
        shell.Run($"@() | Publish-MicroService{All}").AssertError("InvalidSpec");
        Assert.NotNull(await ns.FindAsync(ResourceTypes.ConfigMap, "old"));

        EngineResult result = shell.Run(Publish, less).AssertNoErrors();
        Assert.Equal(
            ["Unchanged kept", "Pruned old"], result.As<PublishedObject>().Select(item => $"{item.Action} {item.Name}"));
        Assert.Null(await ns.FindAsync(ResourceTypes.ConfigMap, "old"));
        Assert.NotNull(await ns.FindAsync(ResourceTypes.ConfigMap, "foreign"));
        Assert.Equal(
            "shop", (await ns.GetAsync(ResourceTypes.ConfigMap, "kept")).Labels["app.kubernetes.io/part-of"]);
        await Kubectl.RunAsync("get", "pvc", "data", "-n", ns.Name);
        shell.Run("Publish-MicroService -InputObject $args[0] -Prune", less).AssertError("InvalidSpec");

        using var folder = new TemporaryFolder();
        folder.Write("none.yaml", "# all of it is commented out\n---\n");
        foreach (string nothing in new[] { $"{folder.Path}/x*.yaml", $"{folder.Path}/none.yaml" })
        {
            shell.Run("Publish-MicroService -Path $args[0] -Application shop -Prune", nothing).AssertError("InvalidSpec");
        }

        shell.Run("@() | Publish-MicroService -Application shop -Prune").AssertError("InvalidSpec");
        Assert.NotNull(await ns.FindAsync(ResourceTypes.ConfigMap, "kept"));
    }

    [Fact]
    public async Task What_another_tool_made_or_applies_too_is_not_pruned()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        await Kubectl.RunAsync("create", "configmap", "created", "--from-literal=A=0", "-n", ns.Name);
        string[] names = ["created", "applied", "served", "edited", "kept"];
        string set = string.Join("---\n", names.Select(name => ConfigMap(ns.Name, name, "1")));
        shell.Run("Publish-MicroService -InputObject $args[0] -Application shop", set).AssertNoErrors();
        await Kubectl.RunAsync(ConfigMap(ns.Name, "applied", "two"), ["apply", "-f", "-"]);
        await Kubectl.RunAsync(
            ConfigMap(ns.Name, "served", "1"), ["apply", "--server-side", "--field-manager=flux", "-f", "-"]);
        await Kubectl.RunAsync("label", "configmap", "edited", "by=hand", "-n", ns.Name);

        EngineResult result = shell.Run(
            "Publish-MicroService -InputObject $args[0] -Application shop -Prune", ConfigMap(ns.Name, "kept", "1"));
        Assert.Equal(
            ["Unchanged kept", "Pruned edited"],
            result.AssertNoErrors().As<PublishedObject>().Select(item => $"{item.Action} {item.Name}"));
        Assert.Equal(
            [
                $"ConfigMap {ns.Name}/applied stays: it is also of kubectl-client-side-apply.",
                $"ConfigMap {ns.Name}/created stays: it is also of kubectl-create.",
                $"ConfigMap {ns.Name}/served stays: it is also of flux.",
            ],
            result.Warnings.Order(StringComparer.Ordinal));
        Assert.NotNull(await ns.FindAsync(ResourceTypes.ConfigMap, "created"));
        Assert.Null(await ns.FindAsync(ResourceTypes.ConfigMap, "edited"));
    }

    private static string ConfigMap(string space, string name, string mode) =>
        $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: {space}}}\ndata:\n  MODE: {mode}\n"
            .Replace("MODE: 1", "MODE: \"1\"", StringComparison.Ordinal);
}
