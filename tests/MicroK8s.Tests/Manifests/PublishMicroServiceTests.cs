using System.Management.Automation;
using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Manifests;

public sealed class PublishMicroServiceTests
{
    private static readonly ResourceType Definitions = new(
        "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false);

    [Fact]
    public async Task A_set_with_a_new_kind_and_a_new_namespace_is_published_in_order_and_waited_for()
    {
        string id = Guid.NewGuid().ToString("N")[..8];
        string group = $"t{id}.example.com";
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", Resource(group, id) + "---\n" + Workload($"set-{id}"));
        folder.Write("sub/b.yml", Namespace($"set-{id}") + "---\n" + Definition(group));
        folder.Write("sub/notes.txt", "no manifest");
        using Shell shell = Shell.Connected("default");
        IResources resources = TestCluster.Admin.Resources;
        var space = new ResourceRef(ResourceTypes.Namespace, null, $"set-{id}");
        try
        {
            EngineResult whatIf = shell.Run("Publish-MicroService $args[0] -WhatIf", folder.Path).AssertNoErrors();
            Assert.Contains($"Create Deployment set-{id}/web", whatIf.HostText, StringComparison.Ordinal);
            Assert.Contains($"namespace set-{id} comes with the same set", whatIf.HostText, StringComparison.Ordinal);
            Assert.Contains("its kind comes with the same set", whatIf.HostText, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", whatIf.HostText, StringComparison.Ordinal);
            Assert.Null(await resources.FindAsync(space, default));

            EngineResult result = shell.Run("Publish-MicroService $args[0] -Wait", folder.Path).AssertNoErrors();
            Assert.Equal(
                ["Namespace", "Thing", "CustomResourceDefinition", "Deployment"],
                result.As<PublishedObject>().Select(item => item.Kind));
            Assert.All(result.As<PublishedObject>(), item => Assert.Equal(PublishAction.Created, item.Action));
            KubeObject web = await resources.GetAsync(new ResourceRef(ResourceTypes.Deployment, space.Name, "web"), default);
            Assert.Equal(1, web.Json.Count("status", "availableReplicas"));
            Assert.Equal("3", (await ThingAsync(resources, group, space.Name)).Json.Text("spec", "size"));

            EngineResult again = shell.Run("Publish-MicroService $args[0]", folder.Path).AssertNoErrors();
            Assert.Equal(4, again.Output.Count);
            Assert.All(again.As<PublishedObject>(), item => Assert.Equal(PublishAction.Unchanged, item.Action));

            folder.Write("a.yaml", Resource(group, id).Replace("size:", "sise:", StringComparison.Ordinal));
            ErrorRecord error = shell.Run("Publish-MicroService $args[0]", folder.Path).AssertError("InvalidSpec");
            Assert.Contains("line 6, column 3: Cannot apply", error.Exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            await resources.DeleteAsync(space, null, dryRun: false, default);
            await resources.DeleteAsync(new ResourceRef(Definitions, null, $"things.{group}"), null, dryRun: false, default);
        }
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_with_its_place_and_nothing_is_written()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run("Publish-MicroService -InputObject $args[0]", """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: good}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: bad}, dat: {}}
            ---
            {apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: old}}
            ---
            {apiVersion: apps/v1, kind: Deploymint, metadata: {name: typo}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: lost, namespace: no-such-namespace}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: twice}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: twice}}
            ---
            {apiVersion: v1, kind: ConfigMap}
            """);
        Assert.Equal(
            ["InvalidSpec", "InvalidSpec", "InvalidSpec", "KindNotSupported", "KindNotSupported", "NamespaceNotFound"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order(StringComparer.Ordinal));
        string all = string.Join('\n', result.Errors.Select(
            error => $"{error.Exception.Message} {error.ErrorDetails?.RecommendedAction}"));
        Assert.Contains("line 3, column 58: Cannot apply ConfigMap", all, StringComparison.Ordinal);
        Assert.Contains("The server has it as apps/v1", all, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'Deployment'?", all, StringComparison.Ordinal);
        Assert.Contains("stands in the set more than once", all, StringComparison.Ordinal);
        Assert.Contains("line 15, column 1: this ConfigMap has no metadata", all, StringComparison.Ordinal);
        Assert.Contains("Nothing was written", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Null(await ns.FindAsync(ResourceTypes.ConfigMap, "good"));
    }

    [Fact]
    public async Task A_failure_halfway_says_what_is_applied_and_what_is_not()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        TestQuota quota = await TestQuota.CloseAsync(ns, ResourceTypes.Secret);
        // The token of the service account is there already.
        await quota.OpenAsync((await ns.ListAsync(ResourceTypes.Secret)).Count + 1);
        string[] secrets = [.. "abc".Select(
            name => $"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: {ns.Name}}}\n")];

        ErrorRecord error = shell.Run("Publish-MicroService -InputObject $args[0]", string.Join("---\n", secrets))
            .AssertError("PartialFailure");
        Assert.Contains($"Applied before and kept: Secret {ns.Name}/a.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains($"Not applied: Secret {ns.Name}/c.", error.Exception.Message, StringComparison.Ordinal);
        Assert.NotNull(await ns.FindAsync(ResourceTypes.Secret, "a"));
        Assert.Null(await ns.FindAsync(ResourceTypes.Secret, "b"));
    }

    [Fact]
    public async Task Texts_lines_objects_and_files_come_down_the_pipeline()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected("default");
        using var folder = new TemporaryFolder();
        folder.Write("one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: file\ndata: {a: 'no'}\n");
        EngineResult result = shell.Run(
            """
            $one = [IO.FileInfo] "$($args[0])/one.yaml"
            & {
                $one
                [IO.File]::ReadAllLines($one) -replace 'name: file', 'name: lines'
                @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'hash' }; data = @{ a = '1' } }
                [pscustomobject]@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = [ordered]@{ name = 'object' } }
                [IO.File]::ReadAllText($one) -replace 'name: file', 'name: text'
            } | Publish-MicroService -Namespace $args[1]
            """, folder.Path, ns.Name).AssertNoErrors();
        Assert.Equal(
            ["file", "lines", "hash", "object", "text"], result.As<PublishedObject>().Select(item => item.Name));
        Assert.Equal("no", (await ns.GetAsync(ResourceTypes.ConfigMap, "lines")).Json.Text("data", "a"));

        ErrorRecord error = shell.Run(
            "Publish-MicroService -InputObject $args[0] -Namespace other", ConfigMap(ns.Name, "x", "1"))
            .AssertError("InvalidSpec");
        Assert.Contains("names another namespace than -Namespace other", error.Exception.Message, StringComparison.Ordinal);
        shell.Run("Publish-MicroService /no/such/file.yaml").AssertError("InvalidSpec");
    }

    private static Task<KubeObject> ThingAsync(IResources resources, string group, string space) => resources.GetAsync(
        new ResourceRef(new ResourceType(group, "v1", "things", "Thing"), space, "one"), default);

    private static string Namespace(string name) => $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}}}\n";

    private static string ConfigMap(string space, string name, string mode) =>
        $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: {space}}}\ndata:\n  MODE: {mode}\n"
            .Replace("MODE: 1", "MODE: \"1\"", StringComparison.Ordinal);

    private static string Resource(string group, string id) =>
        $"apiVersion: {group}/v1\nkind: Thing\nmetadata: {{name: one, namespace: set-{id}}}\n# a comment\nspec:\n  size: 3\n";

    private static string Workload(string space) => $$$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: {{{{space}}}}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: web, image: "shop/web:v1.0", ports: [{containerPort: 8080}], env: [{name: P, value: hunter2}]}

        """;

    private static string Definition(string group) => $$$$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.{{{{group}}}}}
        spec:
          group: {{{{group}}}}
          scope: Namespaced
          names: {kind: Thing, plural: things, singular: thing}
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {type: object, properties: {size: {type: integer}}}

        """;
}
