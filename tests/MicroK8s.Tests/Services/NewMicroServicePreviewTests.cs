using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services;

/// <summary>What New-MicroService -WhatIf shows, on the real cluster.</summary>
public sealed class NewMicroServicePreviewTests
{
    [Fact]
    public async Task A_webhook_that_allows_no_dry_run_is_named_and_what_would_be_sent_is_shown()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();

        // Only the old version of the API lets a webhook have side effects that a dry run must not cause.
        ResourceType old = ResourceTypes.MutatingWebhookConfiguration with { Version = "v1beta1" };
        var hook = new ResourceRef(old, null, ns.Name);
        var manifest = JsonNode.Parse(
            $$"""
            {
              "apiVersion": "admissionregistration.k8s.io/v1beta1", "kind": "MutatingWebhookConfiguration",
              "metadata": { "name": "{{ns.Name}}" },
              "webhooks": [ {
                "name": "test.example.com", "admissionReviewVersions": [ "v1" ], "sideEffects": "Some",
                "failurePolicy": "Ignore", "clientConfig": { "url": "https://127.0.0.1:9/" },
                "objectSelector": { "matchLabels": { "app": "{{ns.Name}}" } },
                "rules": [ { "apiGroups": [ "apps" ], "apiVersions": [ "v1" ], "operations": [ "CREATE" ], "resources": [ "deployments" ] } ]
              } ]
            }
            """)!.AsObject();
        await TestCluster.Admin.Resources.CreateAsync(hook.Type, manifest, dryRun: false, CancellationToken.None);
        try
        {
            using Shell shell = Shell.Connected(ns.Name);

            // The API server learns of the webhook a moment later.
            string shown = Enumerable.Range(0, 100)
                .Select(_ => shell.Run($"New-MicroService {ns.Name} shop/web:v1.0 -Replicas 0 -WhatIf").AssertNoErrors().HostText)
                .First(text => text.Contains("an admission webhook of the server allows no dry run", StringComparison.Ordinal));
            Assert.Contains("image: shop/web:v1.0", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("(default)", shown, StringComparison.Ordinal);
            shell.Run($"New-MicroService {ns.Name} shop/web:v1.0 -Replicas 0").AssertNoErrors();
        }
        finally
        {
            await TestCluster.Admin.Resources.DeleteAsync(hook, uid: null, dryRun: false, CancellationToken.None);
        }
    }

    [Fact]
    public async Task WhatIf_shows_every_field_and_writes_nothing()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run(
            """
            New-MicroService web shop/web:v1.0 -Port 80:8080 -LivenessProbe /health `
                -Environment @{ TOKEN = 'hush' } -Wait -WhatIf
            """);
        Assert.Empty(result.AssertNoErrors().Output);
        string[] fields =
        [
            $"{ns.Name}/web", "image: shop/web:v1.0", "path: /health", "env[TOKEN].value: (hidden)", "targetPort: 8080",
            "progressDeadlineSeconds: 600 (default)", "type: ClusterIP (default)",
        ];
        foreach (string field in fields)
        {
            Assert.Contains(field, result.HostText, StringComparison.Ordinal);
        }

        string[] noise = ["hush", "uid", "creationTimestamp", "managedFields", "status"];
        Assert.All(noise, word => Assert.DoesNotContain(word, result.HostText, StringComparison.Ordinal));
        Assert.Empty(await ns.ListAsync(ResourceTypes.Deployment));
        Assert.Empty(await ns.ListAsync(ResourceTypes.Service));
    }
}
