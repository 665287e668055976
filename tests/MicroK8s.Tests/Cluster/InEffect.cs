using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Cluster;

/// <summary>
/// What the API server decides from copies of its own, as rights, quotas, webhooks and the kinds it serves, counts a
/// moment after it is stored; under load a long one. Nothing can be watched for it, so the server is asked until it does.
/// </summary>
internal static class InEffect
{
    private static readonly ResourceType Review =
        new("authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview", Namespaced: false);

    /// <summary>Asks until it is so; fails after two minutes.</summary>
    public static async Task WaitAsync(string what, Func<CancellationToken, Task<bool>> isSo)
    {
        using var limit = Patience.Start();
        try
        {
            while (!await isSo(limit.Token)) await Task.Delay(50, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Not within two minutes: {what}");
        }
    }

    /// <summary>Waits for a right of a user or of a group.</summary>
    public static Task RightAsync(string? user, string? group, string verb, ResourceType type, string? namespaceName)
    {
        JsonObject review = JsonNode.Parse($$"""
            {
              "apiVersion": "{{Review.ApiVersion}}", "kind": "{{Review.Kind}}", "metadata": {},
              "spec": {
                "user": "{{user}}", "groups": ["{{group}}"],
                "resourceAttributes": {
                  "verb": "{{verb}}", "group": "{{type.Group}}", "resource": "{{type.Plural}}", "namespace": "{{namespaceName}}"
                }
              }
            }
            """)!.AsObject();
        return WaitAsync($"{user}{group} may {verb} {type}", async limit =>
            (await TestCluster.Admin.Resources.CreateAsync(Review, review, dryRun: false, limit)).Json.Flag("status", "allowed"));
    }

    /// <summary>Waits until a write is refused with a text; only dry runs of it are sent.</summary>
    public static Task RefusalAsync(string text, Func<CancellationToken, Task> dryRun) =>
        WaitAsync($"the refusal \"{text}\"", limit => IsRefusedAsync(text, dryRun, limit));

    /// <summary>Waits until a write is no longer refused with a text; only dry runs of it are sent.</summary>
    public static Task AcceptanceAsync(string text, Func<CancellationToken, Task> dryRun) =>
        WaitAsync($"the end of the refusal \"{text}\"", async limit => !await IsRefusedAsync(text, dryRun, limit));

    private static async Task<bool> IsRefusedAsync(
        string text, Func<CancellationToken, Task> dryRun, CancellationToken limit)
    {
        try
        {
            await dryRun(limit);
            return false;
        }
        catch (ClusterException exception) when (exception.Message.Contains(text, StringComparison.Ordinal))
        {
            return true;
        }
    }
}
