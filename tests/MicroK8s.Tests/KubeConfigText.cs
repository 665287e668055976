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

    /// <summary>The same for a TLS server whose certificate is <see cref="Connection.TestAuthority.Server"/>.</summary>
    public static string ForTls(string server, string user = "{ token: abc }", string cluster = "") => For(
        server, user, $", certificate-authority-data: {Base64(Connection.TestAuthority.Shared.Pem)}{cluster}");

    /// <summary>A text as the fields that end with <c>-data</c> have it.</summary>
    public static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
