using System.Management.Automation;
using System.Text.Json;
using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Manifests;

/// <summary>Other writers of the same objects: who is asked, who is not, and what becomes of their fields.</summary>
public sealed class PublishOwnershipTests
{
    [Fact]
    public async Task Fields_that_another_manager_applied_are_a_conflict_until_forced()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        string theirs = ConfigMap(ns.Name, "shared", "theirs");
        await Kubectl.RunAsync(theirs, ["apply", "--server-side", "--field-manager=another-team", "-f", "-"]);
        string set = ConfigMap(ns.Name, "first", "x") + "---\n" + ConfigMap(ns.Name, "shared", "ours");

        ErrorRecord error = shell.Run("Publish-MicroService -InputObject $args[0]", set).AssertError("Conflict");
        Assert.Contains("data.MODE (another-team)", error.Exception.Message, StringComparison.Ordinal);
        var conflict = Assert.IsType<ApplyConflict>(error.TargetObject);
        Assert.Equal([new FieldConflict("data.MODE", "another-team")], conflict.Conflicts);
        Assert.Null(await ns.FindAsync(ResourceTypes.ConfigMap, "first"));

        shell.Run("Publish-MicroService -InputObject $args[0] -Force", set).AssertNoErrors();
        Assert.Equal("ours", (await ns.GetAsync(ResourceTypes.ConfigMap, "shared")).Json.Text("data", "MODE"));
    }

    [Fact]
    public async Task Nothing_is_to_be_owned_of_an_object_that_has_only_its_name()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        const string Bare = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bare\n";
        shell.Run("Publish-MicroService -InputObject $args[0]", Bare).AssertNoErrors();
        EngineResult again = shell.Run("Publish-MicroService -InputObject $args[0] -WhatIf", Bare).AssertNoErrors();
        Assert.Equal(PublishAction.Unchanged, Assert.Single(again.As<PublishedObject>()).Action);
        Assert.Empty(again.HostText);
    }

    [Fact]
    public async Task What_kubectl_applied_is_taken_over_and_kubectl_can_go_on()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        string before = ConfigMap(ns.Name, "app", "one") + "  EXTRA: gone\n";
        await Kubectl.RunAsync(before, ["apply", "-f", "-"]);
        string after = ConfigMap(ns.Name, "app", "two");

        EngineResult whatIf = shell.Run("Publish-MicroService -InputObject $args[0] -WhatIf", after).AssertNoErrors();
        Assert.Contains("data.MODE: one → two", whatIf.HostText, StringComparison.Ordinal);
        Assert.Contains("data.EXTRA: gone → (none)", whatIf.HostText, StringComparison.Ordinal);
        Assert.Contains("kubectl-client-side-apply", whatIf.HostText, StringComparison.Ordinal);

        shell.Run("Publish-MicroService -InputObject $args[0]", after).AssertNoErrors();
        KubeObject now = await ns.GetAsync(ResourceTypes.ConfigMap, "app");
        Assert.Equal("two", Assert.Single(now.Json.Map("data")).Value);
        Assert.Contains("unchanged", await Kubectl.RunAsync(after, ["apply", "-f", "-"]), StringComparison.Ordinal);

        await Kubectl.RunAsync(before, ["apply", "-f", "-"]);
        await Kubectl.RunAsync(after, ["apply", "-f", "-"]);
        Assert.Single((await ns.GetAsync(ResourceTypes.ConfigMap, "app")).Json.Map("data"));
    }

    [Fact]
    public async Task What_other_cmdlets_set_stays_unless_the_manifest_names_it()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Replicas 0 -Environment @{ A = '1'; B = '2' }").AssertNoErrors();
        string manifest = string.Join('\n', shell.Run("Export-MicroService web").AssertNoErrors().As<string>());
        string without = manifest.Replace("  replicas: 0\n", "", StringComparison.Ordinal)
            .Replace("        - name: B\n          value: \"2\"\n", "", StringComparison.Ordinal);
        Assert.True(without.Length < manifest.Length - 30, manifest);

        string preview = shell.Run("Publish-MicroService -InputObject $args[0] -WhatIf", without).HostText;
        Assert.Equal(1, preview.Split('→').Length - 1);
        const string Gone = "spec.template.spec.containers[web].env[B].value: (hidden) → (none)";
        Assert.Contains(Gone, preview, StringComparison.Ordinal);
        shell.Run("Publish-MicroService -InputObject $args[0]", without).AssertNoErrors();
        KubeObject web = await ns.GetAsync(ResourceTypes.Deployment, "web");
        Assert.Equal(0, web.Json.Number("spec", "replicas"));
        JsonElement container = web.Json.Items("spec", "template", "spec", "containers").Single();
        Assert.Equal("A", Assert.Single(container.Items("env")).Text("name"));
    }

    private static string ConfigMap(string space, string name, string mode) =>
        $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: {space}}}\ndata:\n  MODE: {mode}\n";
}
