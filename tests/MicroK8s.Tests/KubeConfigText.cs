namespace MicroK8s.Tests;

/// <summary>Kubeconfigs for tests of connecting.</summary>
internal static class KubeConfigText
{
    /// <summary>One context <c>test</c> for a server, with the user's body as YAML flow.</summary>
    public static string For(string server, string user = "{ token: abc }", string cluster = "") => $$"""
        apiVersion: v1
        kind: Config
        current-context: test
        clusters:
        - name: test
          cluster: { server: "{{server}}"{{cluster}} }
        users:
        - name: tester
          user: {{user}}
        contexts:
        - name: test
          context: { cluster: test, user: tester, namespace: home }
        """;
}
